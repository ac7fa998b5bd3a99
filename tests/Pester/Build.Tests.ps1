Describe 'build.sh' -Skip:$IsWindows {
    BeforeAll {
        . $PSScriptRoot/../PowerShell.ps1

        # A copy of the tree, in a path that scripts stumble over: what is restored and built here touches nothing that other tests use.
        $root = (Resolve-Path "$PSScriptRoot/../..").Path
        $tree = "$TestDrive/a copy [of it]"
        Get-ChildItem $root -Recurse -File -Force -ErrorAction Ignore | ForEach-Object { [IO.Path]::GetRelativePath($root, $_.FullName) } | Where-Object { $_ -notmatch '(^|/)(\.git|bin|obj|out|node_modules|TestResults)/' } | ForEach-Object {
            $null = [IO.Directory]::CreateDirectory((Split-Path "$tree/$_"))
            [IO.File]::Copy("$root/$_", "$tree/$_")
        }

        # Every package that was restored but PowerShell and Pester, and no feed that has them: nothing listens at this proxy.
        $all = (dotnet nuget locals global-packages --list) -replace '^global-packages: '
        $packages = (New-Item "$TestDrive/packages" -ItemType Directory).FullName
        Get-ChildItem $all -Directory | Where-Object Name -NotIn powershell, pester | ForEach-Object { $null = New-Item "$packages/$($_.Name)" -ItemType SymbolicLink -Target $_.FullName }
        $noFeed = @{ NUGET_PACKAGES = $packages; https_proxy = 'http://127.0.0.1:9'; NUGET_ENHANCED_MAX_NETWORK_TRY_COUNT = '1'; HOME = (New-Item "$TestDrive/home" -ItemType Directory).FullName }

        # A PATH with the programs that are needed and no pwsh.
        $bin = (New-Item "$TestDrive/bin" -ItemType Directory).FullName
        foreach ($name in 'bash', 'dirname', 'dotnet', 'grep', 'head', 'mkdir', 'mktemp', 'rm', 'sed', 'sort', 'tail', 'tee', 'uname', 'cat') {
            $null = New-Item "$bin/$name" -ItemType SymbolicLink -Target (Get-Command $name -CommandType Application)[0].Source
        }

        function New-Shell {
            # A folder with a pwsh that does as told.
            [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '')]
            param([string] $Code)
            $folder = (New-Item "$TestDrive/$([guid]::NewGuid())" -ItemType Directory).FullName
            Set-Content "$folder/pwsh" "#!/bin/sh`n$Code"
            chmod +x "$folder/pwsh"
            $folder
        }

        function Invoke-BuildScript {
            # Runs a task with these variables, and this folder before the PATH.
            param([string] $Task, [Collections.IDictionary] $Variable = @{}, [string] $Shell)
            $start = [Diagnostics.ProcessStartInfo]::new("$bin/bash")
            "$tree/build.sh", $Task | ForEach-Object { $start.ArgumentList.Add($_) }
            $start.RedirectStandardOutput = $start.RedirectStandardError = $true
            $Variable.GetEnumerator() | ForEach-Object { $start.Environment[$_.Key] = $_.Value }
            $start.Environment['PATH'] = ($Shell ? "${Shell}:" : '') + $bin
            $process = [Diagnostics.Process]::Start($start)
            $said = $process.StandardError.ReadToEndAsync()
            $output = $process.StandardOutput.ReadToEnd()
            $process.WaitForExit()
            [pscustomobject]@{ ExitCode = $process.ExitCode; Output = $output; Said = @($said.Result.Trim() -split "`n" | Where-Object { $_ -notlike 'Restoring *' }) }
        }
    }

    It 'does the job in C# where there is no PowerShell, and names what was not run' {
        $run = Invoke-BuildScript quickstart $noFeed
        $run.ExitCode | Should -Be 0 -Because $run.Said
        $run.Said | Should -HaveCount 1
        $run.Said | Should -BeLike 'No PowerShell 7.4 or later (no pwsh is on the PATH, and the package feed gives none): examples/quickstart.ps1 is not run*C#'
        $run.Output | Should -Match 'Regular +286 +50 +300 +14 '
    }

    It 'runs the PowerShell of the manifest where none is on the PATH' {
        # In the same packages as before, so that nothing is compiled again; PowerShell comes from those that were restored, or else from the feed.
        if (Test-Path "$all/powershell") { $null = New-Item "$packages/powershell" -ItemType SymbolicLink -Target "$all/powershell" }
        try { $run = Invoke-BuildScript quickstart @{ NUGET_PACKAGES = $packages; DOTNET_CLI_HOME = "$TestDrive/home" } }
        finally { [IO.Directory]::Delete("$packages/powershell", $true) }
        $run.ExitCode | Should -Be 0 -Because $run.Said
        $run.Output | Should -BeLike '*Running examples/quickstart.ps1*'
        $run.Output | Should -Match 'Regular +286 +50 +300 +14 '
    }

    It 'runs the pwsh on the PATH, and what a shim has as its child' {
        $asked = "$TestDrive/asked"
        $shim = New-Shell "echo `"`$@`" >> '$asked'`n'$powerShell' $($powerShellArgument.ForEach({ "'$_'" })) `"`$@`""
        $run = Invoke-BuildScript quickstart $noFeed -Shell $shim
        $run.ExitCode | Should -Be 0 -Because $run.Said
        $run.Output | Should -Match 'Regular +286 +50 +300 +14 '
        # The shim is asked where PowerShell is, and nothing is run in it.
        Get-Content $asked | Should -HaveCount 1
        Get-Content $asked | Should -BeLike '*PSHOME*'
    }

    It 'says what is wrong with the pwsh on the PATH: <Said>' -ForEach @(
        @{ Code = 'echo "7.2.24 /opt/microsoft/powershell/7"'; Said = 'the pwsh on the PATH is 7.2, older than 7.4' }
        @{ Code = 'exit 1'; Said = 'the pwsh on the PATH does not start' }
        @{ Code = 'echo "Segmentation fault" >&2; exit 139'; Said = 'the pwsh on the PATH does not start' }
    ) {
        $run = Invoke-BuildScript package $noFeed -Shell (New-Shell $Code)
        $run.ExitCode | Should -Be 2
        $run.Said | Should -Be "package not run: it needs PowerShell 7.4 or later ($Said, and the package feed gives none)"
    }

    It 'keeps packages and tools beside the build where the home folder cannot be written' {
        $homeless = $noFeed.Clone()
        $homeless.HOME = '/proc/nowhere'
        $run = Invoke-BuildScript package $homeless
        $run.ExitCode | Should -Be 2
        $run.Said[0] | Should -Be "The home folder '/proc/nowhere' cannot be written: packages and tools go to out/home."
        $run.Said | Should -HaveCount 2
    }

    It 'says in one line that the packages cannot be had' {
        $empty = $noFeed.Clone()
        $empty.NUGET_PACKAGES = "$TestDrive/no packages"
        $run = Invoke-BuildScript build $empty -Shell (New-Shell "exec '$powerShell' $($powerShellArgument.ForEach({ "'$_'" })) `"`$@`"")
        $run.ExitCode | Should -Be 1
        $run.Said | Should -HaveCount 1
        $run.Said | Should -BeLike 'The packages could not be restored: *'
    }

    It 'does not run Pester in a path with brackets' {
        $said = pwsh -NoProfile -NonInteractive -File "$tree/tests/Pester/Invoke-Tests.ps1"
        $LASTEXITCODE | Should -Be 2
        $said | Should -BeLike 'Pester not run:*brackets*'
    }

    It 'names a failed test and counts it also where it wrote an error' {
        Set-Content "$TestDrive/Stray.Tests.ps1" "Describe 'Stray' { It 'passes' { 1 | Should -Be 1 }; It 'fails' { Get-Item /no/such/file; 1 | Should -Be 2 } }"
        $said = pwsh -NoProfile -NonInteractive -File "$root/tests/Pester/Invoke-Tests.ps1" -Path "$TestDrive/Stray.Tests.ps1" 2> $null
        $LASTEXITCODE | Should -Be 1
        $said | Should -Contain '[-] Stray.fails'
        $said[-1] | Should -Be 'Pester: 1 passed, 1 failed'
    }

    It 'names Pester where the feed has none' {
        $before = $env:NUGET_PACKAGES, $env:https_proxy, $env:HOME
        try {
            $env:NUGET_PACKAGES, $env:https_proxy, $env:HOME = $noFeed.NUGET_PACKAGES, $noFeed.https_proxy, $noFeed.HOME
            $said = pwsh -NoProfile -NonInteractive -File "$tree/tests/Pester/Invoke-Tests.ps1"
        }
        finally {
            $env:NUGET_PACKAGES, $env:https_proxy, $env:HOME = $before
        }
        $LASTEXITCODE | Should -Be 2
        $said | Should -HaveCount 1
        $said | Should -BeLike 'Pester not run: its package could not be restored (*)'
    }

    It 'refuses a task that there is not, and leaves nothing in the tree but what git ignores' {
        (Invoke-BuildScript bake).ExitCode | Should -Be 64
        $made = Get-ChildItem -LiteralPath $tree -Recurse -File -Force | ForEach-Object { [IO.Path]::GetRelativePath($tree, $_.FullName).Replace('\', '/') }
        $made | Where-Object { $_ -notmatch '(^|/)(bin|obj|out)/' -and -not (Test-Path -LiteralPath "$root/$_") } | Should -BeNullOrEmpty
    }
}
