"""All measurements, in the order of a round."""

from benchmarks.bulk import Bulk
from benchmarks.exports import Exports
from benchmarks.letters import Letters
from benchmarks.lists import Lists
from benchmarks.noise import Noise
from benchmarks.outbox import Outbox
from benchmarks.page_weight import Weights
from benchmarks.photos import Photos
from benchmarks.plans import Plans
from benchmarks.promises import Promises
from benchmarks.queue import Queue
from benchmarks.rounds import Measurement
from benchmarks.submit import Submit


def measurements() -> list[Measurement]:
    """Return one of each."""
    return [
        Noise(),
        Queue(),
        Lists(),
        Exports(),
        Bulk(),
        Photos(),
        Letters(),
        Plans(),
        Promises(),
        Submit(),
        Outbox(),
        Weights(),
    ]
