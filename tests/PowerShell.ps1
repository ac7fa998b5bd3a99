# Dot-sourced by what starts a PowerShell of its own: the program that runs this one, and the arguments it takes first. The pwsh of a .NET tool
# is a shim that has PowerShell as its child: a signal to it, or its time and memory, say nothing of PowerShell.
$script:powerShell = [Environment]::ProcessPath
$script:powerShellArgument = @(if ([IO.Path]::GetFileNameWithoutExtension($powerShell) -eq 'dotnet') { "$PSHOME/pwsh.dll" })

function pwsh {
    & $powerShell @powerShellArgument @args
}
