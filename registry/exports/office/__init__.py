"""XLSX and DOCX."""
