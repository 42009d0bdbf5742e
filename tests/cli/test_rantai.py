"""The commands for a district's own lists and its own tables."""

from p2spp_sim.cli import main


def test_the_chain_of_the_example_is_told_and_written(tmp_path, capsys):
    folder, book = str(tmp_path / "daftar"), tmp_path / "rantai.xlsx"
    assert main(["rantai", folder, "--contoh"]) == 0
    assert main(["rantai", folder, "--contoh"]) == 2  # holds something now
    assert main(["rantai", folder, "--out", str(book)]) == 0
    said = capsys.readouterr().out
    assert "Belum diperiksa:" in said and "Prioritas kecamatan" in said and book.is_file()
    assert main(["rantai", folder, "--usulan", "u-0004", "--sama-persis"]) == 0
    assert "KUA-PPAS" in capsys.readouterr().out
    (tmp_path / "daftar" / "apbd.xlsx").unlink()
    assert main(["rantai", folder]) == 0
    assert "Daftar APBD tidak ada" in capsys.readouterr().out
    assert main(["rantai", folder, "--usulan", "U-000"]) == 2
    assert "Yang paling mirip" in capsys.readouterr().err


def test_the_english_example_is_read_in_english(tmp_path, capsys):
    folder = str(tmp_path / "lists")
    assert main(["rantai", folder, "--contoh", "--bahasa", "en"]) == 0
    assert main(["rantai", folder, "--bahasa", "en"]) == 0
    assert "Not checked yet" in capsys.readouterr().out


def test_a_folder_without_proposals_says_what_is_expected(tmp_path, capsys):
    (tmp_path / "data.csv").write_text("a\n1\n")
    assert main(["rantai", str(tmp_path)]) == 2
    assert "usulan.xlsx" in (said := capsys.readouterr().err) and "data.csv" in said


def test_tables_to_fill_are_written_once(tmp_path, capsys):
    folder = str(tmp_path / "kami")
    assert main(["contoh-dunia", folder, "--csv", "--dunia", "tirtamulya"]) == 0
    assert main(["data", folder]) == 0
    assert "5 desa" in capsys.readouterr().out
    assert main(["contoh-dunia", folder]) == 2
    theirs = str(tmp_path / "ours")  # under English headings too they are read
    assert main(["contoh-dunia", theirs, "--csv", "--dunia", "tirtamulya", "--bahasa", "en"]) == 0
    assert main(["data", theirs, "--bahasa", "en"]) == 0
    assert "5 desa" in capsys.readouterr().out
