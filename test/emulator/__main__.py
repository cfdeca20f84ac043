"""AWS as the tests see it: moto, with what it lacks added and mended.

Run as ``python test/emulator``. It listens on a free loopback port, prints
that port as its first line, and ends when its standard input is closed, so
that it cannot outlive the program that started it.

Each module changes one part of moto, and says what AWS does and moto does not.
"""

import logging
import os
import sys
import threading

from werkzeug.serving import make_server

import accounts
import cognito_domains
import cognito_servers
import faults
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app

PATCHES = [accounts, faults, cognito_servers, cognito_domains]


def end_with_parent():
    """Ends this process once nobody holds the other end of standard input."""
    while sys.stdin.buffer.read(4096):
        pass
    os._exit(0)


def main():
    """Serves until the parent is gone."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    for patch in PATCHES:
        patch.apply()
    application = accounts.Gate(DomainDispatcherApplication(create_backend_app))
    port = int(sys.argv[1]) if len(sys.argv) > 1 else 0
    server = make_server("127.0.0.1", port, application, threaded=True)
    threading.Thread(target=end_with_parent, daemon=True).start()
    print(server.server_port, flush=True)
    server.serve_forever()


main()
