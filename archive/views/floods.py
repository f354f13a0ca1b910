"""What looks like a flood of requests: counted by a keyed hash of the address, in memory, for an hour."""

import hashlib
import hmac
import secrets
import threading
import time
from collections import OrderedDict, deque
from enum import IntEnum

HOUR = 60 * 60  # seconds
MAX_FROM_ONE = 10  # requests from one address within an hour
MAX_FROM_ALL = 60  # requests of all readers together within an hour, of one address at most those above
MAX_TAKEN = 500  # the same, beyond which no more is kept once too much is kept already
MAX_ADDRESSES = 100_000


class Flood(IntEnum):
    """Whether a request came with more than people send."""

    NONE = 0
    PERHAPS = 1  # from somebody who sent few themselves, while others send many
    HIGH = 2


class Floods:
    """When requests came in, by a hash of where from. Its key is made anew with each process, and nothing is stored."""

    def __init__(self, clock=time.monotonic):
        self._clock, self._key = clock, secrets.token_bytes(32)
        self._lock = threading.Lock()
        self._by_address: OrderedDict[bytes, deque[float]] = OrderedDict()
        self._all: deque[float] = deque()

    def counts(self, address: str) -> "Flood":
        """Count a request from ``address``; return what it came in."""
        now = self._clock()
        hashed = hmac.digest(self._key, address.encode(), hashlib.sha256)
        with self._lock:
            mine = self._by_address.pop(hashed, deque())
            self._by_address[hashed] = mine
            while len(self._by_address) > MAX_ADDRESSES:
                self._by_address.popitem(last=False)
            for times in (mine, self._all):
                while times and times[0] <= now - HOUR:
                    times.popleft()
            mine.append(now)
            if len(mine) <= MAX_FROM_ONE:  # so that nobody alone puts aside what others send
                self._all.append(now)
            while self._by_address and not _is_recent(next(iter(self._by_address.values())), now):
                self._by_address.popitem(last=False)
            if len(mine) > MAX_FROM_ONE or len(self._all) > MAX_TAKEN:
                return Flood.HIGH
            return Flood.PERHAPS if len(self._all) > MAX_FROM_ALL else Flood.NONE


def _is_recent(times: deque[float], now: float) -> bool:
    return bool(times) and times[-1] > now - HOUR


floods = Floods()
