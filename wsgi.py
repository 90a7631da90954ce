"""What the server and ``flask`` load. A server that is not fit to be trusted with notes does not start."""

import sys

from server.app import create_app
from server.config import Config
from server.data_dir import find_missing
from server.running import mark_running
from server.selfcheck import find_faults
from server.settings_file import BadConfig

# How long a thread computes while another waits to. Whoever writes gives way at every statement, and with Python's own
# 5 ms keeps the clinic locked for as long as others compute.
sys.setswitchinterval(0.0005)

try:
    config = Config.from_env()
    app = create_app(config)
except BadConfig as error:
    sys.exit(f"Needlepoint does not start: {error}")

if config.serving:
    if missing := find_missing(config):
        sys.exit(
            f"Needlepoint does not start. {missing} `flask prepare`, which is a part of `make run`, makes a new one."
        )
    running = mark_running(config.data_dir)
    with app.app_context():
        faults = find_faults(config.data_dir)
    if faults:
        sys.exit("Needlepoint does not start:\n" + "\n".join(faults.values()))
