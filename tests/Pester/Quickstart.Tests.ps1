BeforeAll {
    . $PSScriptRoot/Setup.ps1
}

Describe 'quickstart' {
    BeforeAll {
        $script:shell = @(pwsh -NoProfile -NonInteractive -File "$script:root/examples/quickstart.ps1" -StorePath "$TestDrive/shell/perm.db")
        $script:shellExit = $LASTEXITCODE
        $script:sharp = @(dotnet run --no-build --project "$script:root/samples/Quickstart" -- "$TestDrive/sharp/perm.db")
        $script:sharpExit = $LASTEXITCODE
    }

    It 'runs in PowerShell and in C#' {
        $shellExit | Should -Be 0
        $sharpExit | Should -Be 0
    }

    It 'prints the same figures in both' {
        $shell[0] | Should -BeLike 'Store: *shell?perm.db'
        $sharp[0] | Should -BeLike 'Store: *sharp?perm.db'
        $shell.Count | Should -BeGreaterThan 8
        # What to do next is said by the cmdlets alone.
        $shell -replace ' Free Heavy seats with .+$' | Select-Object -Skip 1 | Should -Be ($sharp | Select-Object -Skip 1)
    }

    It 'shows the tiers, the import, the refusal with its numbers, and the seats' {
        $text = $shell -join "`n"
        $text | Should -Match 'Portal administrators is Heavy'
        $text | Should -Match 'Import: 1200 read, 1200 created, 0 rejected, 12 groups made'
        $text | Should -Match 'Refused: .*Heavy seats needed 286, free 3, limit 25'
        $text | Should -Match 'Regular +286 +50 +300 +14 '
    }

    It 'leaves the seats as they were after the refusal' {
        $null = Connect-PermStore "$TestDrive/shell/perm.db" -ReadOnly
        (Get-PermProfile Editors).Tier | Should -Be Regular
        Test-PermStore | Should -BeTrue
        Disconnect-PermStore
    }

    It 'makes its store in a temporary folder unless told where' {
        $line = @(pwsh -NoProfile -NonInteractive -File "$script:root/examples/quickstart.ps1")[0]
        $path = $line -replace '^Store: '
        $path | Should -Exist
        Remove-Item (Split-Path $path) -Recurse
    }
}

Describe 'The sample people' {
    BeforeAll { $script:maker = "$root/examples/data/New-SampleData.ps1" }

    It 'are those of the repository for its date, to the byte' {
        foreach ($file in & $maker -Path "$TestDrive/then" -Date 2026-06-30) {
            (Get-FileHash $file).Hash | Should -Be (Get-FileHash "$root/examples/data/$($file.Name)").Hash -Because $file.Name
        }
    }

    It 'do not age: on any day somebody came lately and somebody did not for long' {
        foreach ($day in [datetime]::UtcNow.Date, [datetime]'2031-02-28') {
            $null = & $maker -Path "$TestDrive/day" -Date $day -People 200
            $seen = Import-Csv "$TestDrive/day/portal-export.csv" -Delimiter ';' | Where-Object 'Last Login Date' | ForEach-Object { [datetime] $_.'Last Login Date' }
            $seen | Where-Object { $_ -gt $day } | Should -BeNullOrEmpty
            @($seen | Where-Object { $_ -gt $day.AddDays(-30) }).Count | Should -BeGreaterThan 0
            @($seen | Where-Object { $_ -lt $day.AddDays(-90) }).Count | Should -BeGreaterThan 0
        }
    }
}
