"""Writers of one SQLite database take turns within a process, in the order in which they came.

SQLite itself has no queue: who finds it taken sleeps and tries again, so that with eight writers some wait for seconds
and are turned away while others go first again and again. PostgreSQL queues by itself.
"""

from collections import defaultdict, deque
from threading import Event, Lock


class Turns:
    """First come, first served."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._is_taken = False
        self._waiting: deque[Event] = deque()

    def take(self, seconds: float) -> bool:
        """Wait for one's turn; False when it did not come in time."""
        with self._lock:
            if not self._is_taken:
                self._is_taken = True
                return True
            mine = Event()
            self._waiting.append(mine)
        if mine.wait(seconds):
            return True
        with self._lock:
            if mine in self._waiting:
                self._waiting.remove(mine)
                return False
        return True  # it came in between

    def give(self) -> None:
        """The turn is over: it goes to whoever has waited longest."""
        with self._lock:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._is_taken = False

    def count_waiting(self) -> int:
        with self._lock:
            return len(self._waiting)


turns_of: defaultdict[str, Turns] = defaultdict(Turns)  # by the path of the database
