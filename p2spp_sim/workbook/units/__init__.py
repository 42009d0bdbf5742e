"""The units of the workbook, a folder each, and what they share."""
