"""Papers that go out: lists, recaps, matrix, minutes and letters made of an office's own lists, as Excel and PDF.

A paper is data (`paper`); one module makes each of them from an `Alignment`, two write them. Layouts are our own.
"""
