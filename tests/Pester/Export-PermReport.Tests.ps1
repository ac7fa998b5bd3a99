BeforeAll {
    . $PSScriptRoot/Setup.ps1
    $schema = Join-Path $root 'docs/report.schema.json'
}

Describe 'Export-PermReport' {
    BeforeEach {
        $null = New-TestStore
        $null = Set-SeatContract -Heavy 2 -Regular 3
        $null = 'Admin', 'Editor', 'Editor', 'Viewer' | ForEach-Object { $i = 0 } {
            $i++
            New-PermUser -UserName "user$i" -Profile $_ -Department "Dept $($i % 2)" -Location "Town $i"
        }
        $folder = (New-Item -ItemType Directory -Path "$TestDrive/$([guid]::NewGuid())").FullName
    }

    It 'writes <Extension> and emits the file' -ForEach @(
        @{ Extension = '.html'; Start = '<!DOCTYPE html>' }
        @{ Extension = '.md'; Start = '# Quarterly report' }
        @{ Extension = '.json'; Start = '{' }
    ) {
        $file = Export-PermReport "$folder/report$Extension" -Title 'Quarterly report'
        $file | Should -BeOfType System.IO.FileInfo
        $file.FullName | Should -Be (Resolve-Path "$folder/report$Extension").Path
        $file.Length | Should -BeGreaterThan 100
        Get-Content $file -TotalCount 1 | Should -Be $Start
    }

    It 'writes to a path relative to the current location' {
        Push-Location $folder
        try {
            (Export-PermReport report.md).FullName | Should -Be (Resolve-Path "$folder/report.md").Path
        }
        finally {
            Pop-Location
        }
    }

    It 'writes JSON that its published schema allows, with the figures of the cmdlets' {
        $first = Export-PermReport "$folder/first.json"
        $null = New-PermUser 'later' -Profile Viewer
        $file = Export-PermReport "$folder/report.json" -Compare $first.FullName
        Test-Json -Path $file.FullName -SchemaFile $schema | Should -BeTrue
        $report = Get-Content $file -Raw | ConvertFrom-Json

        $report.title | Should -Be 'Permission report'
        $seats = @(Get-SeatUsage)
        $report.tiers.tier | Should -Be $seats.Tier
        $report.tiers.active | Should -Be $seats.Active
        $report.tiers.limit | Should -Be 2, 3, $null
        @($report.profiles | Sort-Object name).active | Should -Be @(Get-SeatUsage -ByProfile | Sort-Object ProfileName).Active
        $findings = Invoke-PermAudit | Group-Object RuleName | Sort-Object Name
        $findings | Should -Not -BeNullOrEmpty
        ($report.findings.rules | Sort-Object ruleName | ForEach-Object { "$($_.ruleName) $($_.count)" }) |
            Should -Be ($findings | ForEach-Object { "$($_.Name) $($_.Count)" })
        @($report.comparison.tiers.Where{ $_.tier -eq 'Light' }.change) | Should -Be 1
    }

    It 'refuses a schema without the version it is for' {
        $file = Export-PermReport "$folder/report.json"
        (Get-Content $file -Raw) -replace '"schemaVersion": 1', '"schemaVersion": 2' | Set-Content "$folder/other.json"
        Test-Json -Path "$folder/other.json" -SchemaFile $schema -ErrorAction SilentlyContinue | Should -BeFalse
    }

    It 'passes the days on to figures and findings' {
        $report = Export-PermReport "$folder/report.json" -NotSeenFor 0 -PendingFor 3 | Get-Content -Raw | ConvertFrom-Json
        $report.inactivity.notSeenForDays | Should -Be 0
        $report.inactivity.neverSignedIn | Should -Be 4
        $report.waitingRoom.pendingForDays | Should -Be 3
        ($report.findings.rules | Where-Object ruleName -EQ 'NeverSignedIn').count | Should -Be 4
    }

    It 'gives a line that frees the seats that it counts, also of a tier without a limit: <_>' -ForEach $null, 9 {
        $null = Set-SeatContract -Light $_ -PricePerSeat @{ Light = 2 }
        $null = New-PermUser owner -Profile Viewer
        function Get-Freed { & ([scriptblock]::Create(((Export-PermReport "$folder/report.json" -NotSeenFor 0 -Force | Get-Content -Raw | ConvertFrom-Json).summary.actions | Where-Object tier -EQ Light).step.Replace('Disable-PermUser -WhatIf', 'ForEach-Object UserName'))) }
        Get-Freed | Should -Be user4, owner
        Add-PermRoleMember PortalOwner owner
        Get-Freed | Should -Be user4
    }

    It 'refuses a path of another format' {
        { Export-PermReport "$folder/report.pdf" -ErrorAction Stop } |
            Should -Throw -ErrorId 'FormatUnknown,PermModule.Commands.ExportPermReportCommand'
        "$folder/report.pdf" | Should -Not -Exist
    }

    It 'replaces a file only with -Force' {
        Set-Content "$folder/report.md" 'mine'
        $null = Export-PermReport "$folder/report.md" -ErrorVariable refused -ErrorAction SilentlyContinue
        $refused.FullyQualifiedErrorId | Should -Be 'FileAlreadyExists,PermModule.Commands.ExportPermReportCommand'
        $refused.CategoryInfo.Category | Should -Be 'ResourceExists'
        Get-Content "$folder/report.md" | Should -Be 'mine'
        (Export-PermReport "$folder/report.md" -Force).Length | Should -BeGreaterThan 100
    }

    It 'says that a file cannot be written' {
        { Export-PermReport "$folder/missing/report.md" -ErrorAction Stop } |
            Should -Throw -ErrorId 'FileUnavailable,PermModule.Commands.ExportPermReportCommand'
    }

    It 'refuses <Content> to compare with' -ForEach @(
        @{ Content = 'no JSON'; ErrorId = 'InvalidDocument' }
        @{ Content = '{ "schemaVersion": 99 }'; ErrorId = 'SchemaVersionUnknown' }
    ) {
        Set-Content "$folder/earlier.json" $Content
        { Export-PermReport "$folder/report.html" -Compare "$folder/earlier.json" -ErrorAction Stop } |
            Should -Throw -ErrorId "$ErrorId,PermModule.Commands.ExportPermReportCommand"
        "$folder/report.html" | Should -Not -Exist
    }

    It 'refuses an earlier report that is not there' {
        { Export-PermReport "$folder/report.html" -Compare "$folder/none.json" -ErrorAction Stop } |
            Should -Throw -ErrorId 'ReportNotFound,PermModule.Commands.ExportPermReportCommand'
    }

    It 'writes nothing with -WhatIf, and refuses what it would refuse' {
        Export-PermReport "$folder/report.html" -WhatIf | Should -BeNullOrEmpty
        Get-ChildItem $folder | Should -BeNullOrEmpty
        { Export-PermReport "$folder/report.pdf" -WhatIf -ErrorAction Stop } |
            Should -Throw -ErrorId 'FormatUnknown,PermModule.Commands.ExportPermReportCommand'
    }

    It 'writes the findings as a table, with -ForExcel for Excel and for nothing else' {
        $file = Export-PermReport "$folder/findings.csv" -ForExcel -Force
        [IO.File]::ReadAllBytes($file)[0..2] | Should -Be 0xEF, 0xBB, 0xBF
        $rules = (Import-Csv $file).Rule | Sort-Object -Unique
        $rules | Should -Be ((Invoke-PermAudit).RuleName | Sort-Object -Unique)
        { Export-PermReport "$folder/excel.html" -ForExcel -ErrorAction Stop } | Should -Throw -ErrorId 'FormatMismatch,PermModule.Commands.ExportPermReportCommand'
        "$folder/excel.html" | Should -Not -Exist
    }

    It 'takes a store' {
        $other = New-TestStore -Empty
        $connected = New-TestStore
        $connected | Should -Not -BeNullOrEmpty
        $report = Export-PermReport "$folder/report.json" -Store $other | Get-Content -Raw | ConvertFrom-Json
        $report.profiles | Should -BeNullOrEmpty
        $report.tiers.active | Should -Be 0, 0, 0
    }

    It 'names in its lines the store that it is about' {
        $other = (New-TestStore).Path
        $null = New-TestStore
        $report = Export-PermReport "$folder/report.json" -Store $other -Force | Get-Content -Raw | ConvertFrom-Json
        $steps = @($report.summary.actions.step) + @($report.findings.rules.findings.recommendation)
        $steps.Count | Should -BeGreaterThan 3
        $steps | Where-Object { -not $_.Contains("-Store '$other'") } | Should -BeNullOrEmpty
        Export-PermReport -AsText Plain | Should -Not -Match '-Store'
    }
}
