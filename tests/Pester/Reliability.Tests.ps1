BeforeAll {
    . $PSScriptRoot/Setup.ps1

    function Start-Victim {
        # A PowerShell of its own that says each user when it came out of the pipeline.
        [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '')]
        param([string] $Pipeline)
        $script = "Import-Module '$($manifest.FullName)'; `$null = Connect-PermStore '$($store.Path)'; [Console]::Out.WriteLine('ready ' + `$PID); $Pipeline | ForEach-Object { [Console]::Out.WriteLine(`$_.UserName) }"
        $start = [Diagnostics.ProcessStartInfo]::new($powerShell)
        $start.RedirectStandardOutput = $true
        $powerShellArgument + '-NoProfile', '-NonInteractive', '-Command', $script | ForEach-Object { $start.ArgumentList.Add($_) }
        $process = [Diagnostics.Process]::Start($start)
        $process.StandardOutput.ReadLine() | Should -Be "ready $($process.Id)" -Because 'the process to kill is the one that holds the store'
        $process
    }
}

Describe 'A pipeline that is killed' {
    It 'loses nothing that came out: <Name>' -ForEach @(
        @{ Name = 'one at a time'; Pipeline = '1..100000 | ForEach-Object { [pscustomobject] @{ UserName = "u$_" } | New-PermUser }' }
        @{ Name = 'many at a time'; Pipeline = '1..1000000 | ForEach-Object { [pscustomobject] @{ UserName = "u$_" } } | New-PermUser' }
    ) {
        $rounds = [Math]::Max(2, [int] $env:PERMMODULE_SOAK / 10)
        foreach ($round in 1..$rounds) {
            $store = New-TestStore
            $process = Start-Victim $Pipeline
            $first = $process.StandardOutput.ReadLine()
            Start-Sleep -Milliseconds (Get-Random -Maximum 800)
            $process.Kill()
            $whole = $process.StandardOutput.ReadToEnd() -split "`n"
            $out = @($first) + @($whole | Select-Object -SkipLast 1)
            Test-PermStore | Should -BeTrue
            $found = [Collections.Generic.HashSet[string]]::new([string[]] (Get-PermUser).UserName)
            @($out | Where-Object { -not $found.Contains($_) }) | Should -BeNullOrEmpty
            (New-PermUser afterwards).UserName | Should -Be afterwards
        }
    }

    It 'is the process that held the store' -Skip:(-not $IsLinux) {
        $store = New-TestStore
        Disconnect-PermStore
        $process = Start-Victim 'Invoke-PermTransaction { New-PermUser ann; [Console]::Out.WriteLine("inside"); Start-Sleep 60 }'
        $process.StandardOutput.ReadLine() | Should -Be inside
        # The numbers of the processes that have its file open.
        function Get-Holder { find /proc -maxdepth 3 -path '/proc/[0-9]*/fd/*' -lname $store.Path 2> /dev/null | ForEach-Object { $_.Split('/')[2] } | Sort-Object -Unique }
        Get-Holder | Should -Be $process.Id
        $process.Kill()
        $process.WaitForExit()
        Get-Holder | Should -BeNullOrEmpty
    }

    It 'leaves nothing of a transaction that had not ended' {
        $store = New-TestStore
        $process = Start-Victim 'Invoke-PermTransaction { 1..5 | ForEach-Object { New-PermUser "u$_" }; [Console]::Out.WriteLine("inside"); Start-Sleep 60 }'
        $process.StandardOutput.ReadLine() | Should -Be inside
        $process.Kill()
        $process.WaitForExit()
        Get-PermUser | Should -BeNullOrEmpty
        Test-PermStore | Should -BeTrue
        (New-PermUser afterwards).UserName | Should -Be afterwards
    }
}
