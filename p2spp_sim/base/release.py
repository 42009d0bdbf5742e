"""Which version of the package this is, and since when this process runs it."""

from time import time

VERSION = "0.10.1"
IMPORTED = time()  # what is edited later, this process may or may not run
