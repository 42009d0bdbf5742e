@echo off
rem Klik dua kali: siapkan lalu buka buku kerja. / Double-click: prepare, then open, the workbook.
setlocal
where py >nul 2>nul && (set "PY=py -3") || (set "PY=python")
%PY% -c "" >nul 2>nul
if errorlevel 1 (
  echo Python 3.11 atau lebih baru belum terpasang. Pasang untuk pengguna ini, lalu klik lagi.
  echo Python 3.11 or newer is not installed. Install it for this user, then double-click again.
  pause
  exit /b 1
)
%PY% "%~dp0mulai.py" %*
set "CODE=%errorlevel%"
if not "%CODE%"=="0" if "%~1"=="" pause
exit /b %CODE%
