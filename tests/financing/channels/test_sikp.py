"""The simulator of SIKP answers as recorded."""

import pytest
import time_machine

from financing.channels.sikp import Answer, Booking, Simulator
from tests.financing.sikp_row import ROW


@time_machine.travel("2026-11-24 09:00+07:00", tick=False)
def test_the_simulator_answers_as_recorded() -> None:
    simulator = Simulator()
    assert simulator.submit(ROW) == Answer("00")
    assert simulator.submit(ROW) == Answer("04")
    assert simulator.submit({**ROW, "nik": "1"}) == Answer("03")
    assert simulator.submit({**ROW, "nik": "3578011205850002"}) == Answer("04")
    booked = simulator.submit({**ROW, "nik": "3578014503900001"})
    assert booked == Answer("04", Booking("Bank A", 10))
    assert simulator.candidate("3578999999999999") is None


@pytest.mark.parametrize(("on", "code"), [("2026-12-03", "04"), ("2026-12-04", "00")])
def test_a_booking_lapses(on: str, code: str) -> None:
    with time_machine.travel(f"{on} 09:00+07:00", tick=False):
        assert Simulator().submit({**ROW, "nik": "3578014503900001"}).code == code
