"""Errors: those that AWS answers, and failures of the emulator itself.

moto answers what it does not know, and its own mistakes, with status 500. The
provider takes that for a passing fault of AWS and tries again for minutes.
Here they are answered as the client's error, which nobody retries, and told on
standard error.

moto's tables are made for one request at a time: a listing fails when another
request adds to what is listed. So requests wait for each other here.
"""

import json
import sys
import threading
import traceback

from answers import Refusal
from moto.core import responses


ONE_AT_A_TIME = threading.RLock()


def apply():
    """Wraps the one place that every action of moto goes through."""
    call_action = responses.BaseResponse.call_action

    def guarded(self):
        try:
            with ONE_AT_A_TIME:
                return call_action(self)
        except Refusal as refusal:
            return answer(refusal.code, refusal)
        except NotImplementedError as missing:
            print(f"{self.service_name}: {missing}", file=sys.stderr, flush=True)
            return answer("NotImplementedByEmulator", missing)
        except Exception as fault:  # pylint: disable=broad-except
            traceback.print_exc(file=sys.stderr)
            return answer("EmulatorFault", repr(fault))

    responses.BaseResponse.call_action = guarded


def answer(code, message):
    """An error of a service that speaks JSON."""
    body = json.dumps({"__type": code, "message": str(message)})
    return 400, {"Content-Type": "application/x-amz-json-1.1", "x-amzn-ErrorType": code}, body
