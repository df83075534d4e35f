@echo off
rem Double-click: opens the page of zjtx-docs in the browser. The first time it installs what it needs into .venv
rem beside this file, which takes some minutes and needs the network; after that it works offline.
rem Words after the name go to "zjtx-docs serve", for example: zjtx-docs.bat --port 9000
setlocal
cd /d "%~dp0"
chcp 65001 >nul
set "PYTHONUTF8=1"
set "BIN=.venv\Scripts"
if not exist "%BIN%\zjtx-docs.exe" goto install
fc /b requirements-web.lock .venv\installed-web.lock >nul 2>nul
if errorlevel 1 goto install
goto serve

:install
set "PY="
for %%v in (3.13 3.12 3.11) do if not defined PY (py -%%v -c "pass" >nul 2>nul && set "PY=py -%%v")
if not defined PY (python -c "import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))" >nul 2>nul && set "PY=python")
if not defined PY goto nopython
echo Installing, please wait ...
if not exist "%BIN%\python.exe" %PY% -m venv .venv
if errorlevel 1 goto failed
set "PIP=%BIN%\python.exe -m pip -q --disable-pip-version-check --no-input install"
%PIP% --require-hashes --no-deps -r requirements-build.lock
if errorlevel 1 goto failed
%PIP% --require-hashes --no-deps --no-build-isolation --use-pep517 -r requirements-web.lock
if errorlevel 1 goto failed
%PIP% --no-deps --no-build-isolation -e .
if errorlevel 1 goto failed
copy /y requirements-web.lock .venv\installed-web.lock >nul

:serve
"%BIN%\zjtx-docs.exe" serve %*
if errorlevel 1 pause
exit /b

:nopython
echo Python 3.11, 3.12 or 3.13 was not found. Please install one from python.org, with "Add python.exe to PATH" ticked,
echo and double-click this file again.
pause
exit /b 2

:failed
echo The installation failed. The lines above say why. Without a network it cannot be done.
pause
exit /b 2
