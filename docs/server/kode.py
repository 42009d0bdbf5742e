"""Write codes with passwords for a class: python docs/server/kode.py GROUPS PERSONS TRAINERS > /srv/p2spp/kode.csv."""

import csv
import secrets
import sys

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that is read as another


def main(groups: int, persons: int, trainers: int) -> None:
    """Write one line a person."""
    written = csv.writer(sys.stdout, lineterminator="\n")
    written.writerow(["kode", "sandi", "peran"])
    codes = [f"K{group}-{n:02}" for group in range(1, groups + 1) for n in range(1, persons + 1)]
    staff = [f"PEL-{n:02}" for n in range(1, trainers + 1)]
    for code in codes + staff:
        word = "".join(secrets.choice(LETTERS) for _ in range(8))
        written.writerow([code, word, "pelatih" if code in staff else "peserta"])


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:4]))
