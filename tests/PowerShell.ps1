# Dot-sourced by what starts a PowerShell of its own: the program that runs this one, and the arguments it takes first. The pwsh of a .NET tool
# is a shim that has PowerShell as its child: a signal to it, or its time and memory, say nothing of PowerShell.
$script:powerShell = [Environment]::ProcessPath
$script:powerShellArgument = @(if ([IO.Path]::GetFileNameWithoutExtension($powerShell) -eq 'dotnet') { "$PSHOME/pwsh.dll" })

function pwsh {
    & $powerShell @powerShellArgument @args
}

function Get-CompiledPowerShell {
    # This PowerShell with machine code, made once; nothing where it has some already, or where that cannot be had.
    $engine = [Reflection.PortableExecutable.PEReader]::new([IO.File]::OpenRead("$PSHOME/System.Management.Automation.dll"))
    try {
        if ($engine.PEHeaders.CorHeader.ManagedNativeHeaderDirectory.Size) { return }
    }
    finally {
        $engine.Dispose()
    }

    $project = "$PSScriptRoot/PowerShell"
    $compiled = [IO.Path]::GetFullPath("$project/obj/$($PSVersionTable.PSVersion)-$([Environment]::Version)")
    if (-not (Test-Path -LiteralPath $compiled)) {
        dotnet msbuild $project -restore -target:CompilePowerShell "-property:PowerShellHome=$PSHOME" "-property:PowerShellAhead=$compiled" -nologo -verbosity:quiet *> $null
        if ($LASTEXITCODE) { return }
        # Another run in this clone may have been quicker.
        Move-Item -LiteralPath "$compiled.new" $compiled -ErrorAction Ignore
    }
    $compiled
}
