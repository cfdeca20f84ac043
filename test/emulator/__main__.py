"""AWS as the tests see it: moto, with what it lacks added and mended.

Run as ``python test/emulator``. It listens on a free loopback port, prints
that port as its first line, and ends when its standard input is closed, so
that it cannot outlive the program that started it.

Each module changes one part of moto, and says what AWS does and moto does not.
"""

import logging
import os
import signal
import sys
import threading

from werkzeug.serving import make_server

import accounts
import cognito_clients
import cognito_domains
import cognito_mfa
import cognito_pools
import cognito_providers
import cognito_risk
import cognito_schema
import cognito_servers
import constraints
import deleted_secrets
import eks_pods
import faults
import iam_identities
import iam_policies
import identity_pools
import lambda_permissions
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app

# Those that look at every request come last, to be the first that it meets.
PATCHES = [
    accounts,
    cognito_clients,
    cognito_domains,
    cognito_mfa,
    cognito_pools,
    cognito_providers,
    cognito_risk,
    cognito_schema,
    cognito_servers,
    deleted_secrets,
    eks_pods,
    iam_identities,
    iam_policies,
    identity_pools,
    lambda_permissions,
    constraints,
    faults,
]


def end_with_parent():
    """Ends this process once nobody holds the other end of standard input."""
    while sys.stdin.buffer.read(4096):
        pass
    os._exit(0)


def main():
    """Serves until the parent is gone. An interrupt is for the parent: it may
    have to clean up here before it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
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
