@echo off
rem Runs Metier with the Java that lies beside it. Written from the documents of cmd.exe; it was not run yet.
setlocal
set "METIER_HOME=%~dp0"
if "%METIER_HOME:~-1%"=="\" set "METIER_HOME=%METIER_HOME:~0,-1%"
set "METIER_KIND=run"
if "%~1"=="serve" set "METIER_KIND=serve"
set "METIER_CLASSPATH=%METIER_HOME%\app\metier.jar"
rem What is laid into lib\ comes behind: libraries that are too large to be shipped.
if exist "%METIER_HOME%\lib\" set "METIER_CLASSPATH=%METIER_CLASSPATH%;%METIER_HOME%\lib\*"
set "METIER_CACHE=-XX:AOTMode=off"
rem The cache belongs to the very Java that made it.
fc /b "%METIER_HOME%\app\metier.aot.java" "%METIER_HOME%\runtime\release" >nul 2>nul && set "METIER_CACHE=-XX:AOTCache=%METIER_HOME%\app\metier.aot"
"%METIER_HOME%\runtime\bin\java.exe" "@%METIER_HOME%\app\all.flags" "@%METIER_HOME%\app\%METIER_KIND%.flags" ^
  "%METIER_CACHE%" -Xlog:aot*=off -Xlog:cds*=off "-Dmetier.home=%METIER_HOME%" -Dmetier.program=metier ^
  "-Dorg.sqlite.lib.path=%METIER_HOME%\app\native" "-Dlibrary.jline.path=%METIER_HOME%\app\native" ^
  "-Dde.kherud.llama.lib.path=%METIER_HOME%\app\native" %METIER_JAVA_FLAGS% ^
  -cp "%METIER_CLASSPATH%" dev.metier.Metier %*
exit /b %ERRORLEVEL%
