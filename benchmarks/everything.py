"""The measurements in the order of a round."""

from benchmarks.exports import Exports
from benchmarks.lists import Lists
from benchmarks.noise import Noise
from benchmarks.outbox import Outbox
from benchmarks.queue import Queue
from benchmarks.rounds import Measurement
from benchmarks.submit import Submit
from benchmarks.weights import Weights


def measurements() -> list[Measurement]:
    """One of each."""
    return [Noise(), Queue(), Lists(), Exports(), Submit(), Outbox(), Weights()]
