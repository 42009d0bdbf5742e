"""A JupyterHub for more people than one laptop bears: docs/server.md (Indonesian: docs/server.id.md) walks through it.

Everything that is yours stands in P2SPP_SERVER (else /srv/p2spp): kode.csv (codes and passwords), hasil (the results of
the class), rumah (what trainers keep), hub (what the hub remembers). Nothing is written elsewhere.
"""

import csv
import hmac
import os
import sys
from pathlib import Path

from jupyterhub.auth import Authenticator

from p2spp_sim.cli.lab import SETTINGS, ours
from p2spp_sim.workbook.saving.codes import code_of

HERE = Path(__file__).resolve().parent
WORKBOOK = HERE.parents[1]
PLACE = Path(os.environ.get("P2SPP_SERVER", "/srv/p2spp")).resolve()
BIN = Path(sys.executable).parent
PEOPLE = 200  # servers at a time; see "What it needs" before you raise it
MEMORY = {
    "peserta": 700_000_000,
    "pelatih": 2_000_000_000,
}  # bytes of one process: a server, or a kernel
IDLE_S = int(os.environ.get("P2SPP_DIAM", "1800"))  # nobody there for so long: the server ends

for name in ("hasil", "rumah", "hub"):
    (PLACE / name).mkdir(mode=0o700, parents=True, exist_ok=True)


def people() -> dict[str, dict[str, str]]:
    """Read who may come in, anew each time: a line that is added counts at once."""
    with (PLACE / "kode.csv").open(encoding="utf-8-sig", newline="") as file:
        return {code_of(row["kode"]): row for row in csv.DictReader(file)}


def role(username: str) -> str:
    """Say whether somebody is a participant or a trainer."""
    row = people().get(code_of(username), {})
    return "pelatih" if row.get("peran") == "pelatih" else "peserta"


class CodeAuthenticator(Authenticator):
    """Codes and passwords of kode.csv: nobody's name is asked for or kept."""

    def normalize_username(self, username):
        """Write a code in one way: `k1 3` and K1-03 are one person."""
        return code_of(username).lower()

    async def authenticate(self, handler, data):
        """Let in who has the password of the code."""
        row = people().get(code_of(data["username"]))
        given = data["password"].strip().lower().encode()
        if row and row["sandi"] and hmac.compare_digest(given, row["sandi"].lower().encode()):
            return {"name": row["kode"], "admin": role(row["kode"]) == "pelatih"}
        return None


def prepare(spawner) -> None:
    """Give a participant the reading door, a trainer JupyterLab; each their own process under a limit."""
    code = code_of(spawner.user.name)
    who = role(spawner.user.name)
    limit = ["prlimit", f"--data={MEMORY[who]}", "--", "nice", "-n", "5"]
    spawner.environment = {
        "JUPYTER_PATH": str(WORKBOOK / "share" / "jupyter"),
        "P2SPP_HASIL": str(PLACE / "hasil"),
        "P2SPP_KODE": code,
        "OMP_NUM_THREADS": "1",  # one core a kernel
        "OPENBLAS_NUM_THREADS": "1",
    }
    if who == "peserta":
        door = ["-m", "p2spp_sim.workbook.doors.hub_server", str(WORKBOOK / "notebooks")]
        spawner.cmd, spawner.args, spawner.default_url = [*limit, sys.executable, *door], [], ""
    else:
        spawner.cmd = [*limit, str(BIN / "jupyterhub-singleuser")]
        quiet = [word for word in SETTINGS if "ServerApp.ip" not in word]
        spawner.args = [f"--ServerApp.root_dir={WORKBOOK}", *quiet, *ours()]
        spawner.default_url = "/lab/tree/notebooks/mulai.ipynb"


c = get_config()  # noqa: F821  JupyterHub's own

# The hub and its proxy
c.JupyterHub.bind_url = os.environ.get("P2SPP_ALAMAT", "http://127.0.0.1:8000")
c.JupyterHub.hub_port = int(os.environ.get("P2SPP_PORT_HUB", "8081"))
c.ConfigurableHTTPProxy.command = [os.environ.get("P2SPP_PROXY", "configurable-http-proxy")]
c.ConfigurableHTTPProxy.api_url = os.environ.get("P2SPP_PROXY_API", "http://127.0.0.1:8001")
c.ConfigurableHTTPProxy.pid_file = str(PLACE / "hub" / "proxy.pid")
c.JupyterHub.db_url = f"sqlite:///{PLACE / 'hub' / 'hub.sqlite'}"
c.JupyterHub.cookie_secret_file = str(PLACE / "hub" / "cookie_secret")
c.JupyterHub.template_paths = [str(HERE / "templates")]
c.JupyterHub.cleanup_servers = False  # people work on while the hub starts anew
c.JupyterHub.active_server_limit = PEOPLE
c.JupyterHub.concurrent_spawn_limit = 10  # a class that comes in at once waits its turn
c.JupyterHub.last_activity_interval = 60

# Who may come in
c.JupyterHub.authenticator_class = CodeAuthenticator
c.Authenticator.allow_all = True  # whoever has the password of a code

# What each person gets
c.JupyterHub.spawner_class = "simple"  # all under the account that runs the hub
c.SimpleLocalProcessSpawner.home_dir_template = str(PLACE / "rumah" / "{username}")
c.Spawner.pre_spawn_hook = prepare
c.Spawner.start_timeout = 120
c.Spawner.http_timeout = 120

# Nobody there: the server ends, what was saved stays
c.JupyterHub.load_roles = [
    {
        "name": "idle",
        "scopes": ["list:users", "read:users:activity", "read:servers", "delete:servers"],
        "services": ["idle"],
    }
]
idle = [f"--timeout={IDLE_S}", f"--cull-every={max(5, IDLE_S // 10)}"]
c.JupyterHub.services = [
    {"name": "idle", "command": [sys.executable, "-m", "jupyterhub_idle_culler", *idle]}
]
