"""Which version of the package this is, and since when this process runs it."""

from time import time

VERSION = "0.11.0"
IMPORTED = time()  # what is edited later, this process may or may not run
