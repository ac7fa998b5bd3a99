BeforeAll {
    . $PSScriptRoot/Setup.ps1
    $script:data = "$script:root/examples/data"

    function New-SampleStore {
        [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '')]
        param()
        New-TestStore -Empty
        $null = New-PermProfile 'Portal administrators' -Right asset-bank.asset.manage-brands
        $null = New-PermProfile Editors -Right asset-bank.asset-management.upload-assets
        $null = New-PermProfile Viewers -Right asset-bank.collections.create-collections -Default
    }
}

Describe 'Import-PermUser' {
    BeforeEach {
        $script:store = New-SampleStore
        $script:file = "$TestDrive/$([guid]::NewGuid()).csv"
    }

    It 'imports <Name> and knows its format' -ForEach @(
        @{ Name = 'portal-export.csv'; Format = 'PortalExport'; People = 1200 }
        @{ Name = 'people.csv'; Format = 'Csv'; People = 40 }
        @{ Name = 'newcomers.txt'; Format = 'Email'; People = 25 }
        @{ Name = 'scim-users.json'; Format = 'Scim'; People = 30 }
    ) {
        $result = Import-PermUser "$data/$Name"
        $result.Format | Should -Be $Format
        $result.Read, $result.Created, $result.Rejected | Should -Be $People, $People, 0
        $store.Users | Should -Be $People
        $again = Import-PermUser "$data/$Name" -Mode Upsert
        $again.Unchanged, $again.Updated, $again.Created | Should -Be $People, 0, 0
        Test-PermStore | Should -BeTrue
    }

    It 'takes files and paths from the pipeline' {
        $results = Get-Item "$data/people.csv" | Import-PermUser
        $results.Created | Should -Be 40
        ("$data/newcomers.txt" | Import-PermUser -Profile Editors).Created | Should -Be 25
        @(Get-PermUser -Profile Editors -UserName andrii.tkach@ua.example.org).Count | Should -Be 1
    }

    It 'resolves wildcards and takes a literal path as it is written' {
        $folder = New-Item -ItemType Directory "$TestDrive/$([guid]::NewGuid())"
        Set-Content "$folder/a.csv" "UserName`nann"
        Set-Content "$folder/b.csv" "UserName`nbob"
        Set-Content -LiteralPath "$folder/[c].csv" "UserName`ncarl"
        @(Import-PermUser "$folder/?.csv").Count | Should -Be 2
        (Import-PermUser -LiteralPath "$folder/[c].csv").Created | Should -Be 1
        (Get-PermUser).UserName | Sort-Object | Should -Be 'ann', 'bob', 'carl'
    }

    It 'puts the good rows in and the bad ones in a file that can be mended and imported again' {
        $result = Import-PermUser "$data/bad-people.csv" -RejectPath $file -ErrorVariable problem -ErrorAction SilentlyContinue
        $result.Created, $result.Rejected | Should -Be 5, 7
        $result.Rejects.Row | Should -Be 3, 5, 6, 7, 9, 10, 12
        $result.Rejects.ErrorId | Should -Be InvalidEmail, ProfileNotFound, DuplicateRow, UserNameRequired, InvalidDate, WrongCellCount, WrongCellCount
        $result.Rejects[0].Column, $result.Rejects[0].Value | Should -Be 'Email', 'bad.address(at)trial.example.com'
        $problem.FullyQualifiedErrorId | Should -Be 'RowsRejected,PermModule.Commands.ImportPermUserCommand'
        $text = (Get-Content $file -Raw).Replace('(at)', '@').Replace('Wizards', 'Editors').Replace('ANNA.Trial', 'anna.second').Replace(',,,Bad', ',no.body,,Bad').Replace('2026-02-30 25:00:00', '2026-02-28').Replace(',surplus,cells', '').Replace('trial.example.com,Too' + "`r", "trial.example.com,Too,Few,,,,,,`r")
        Set-Content "$file.mended" $text -NoNewline
        $again = Import-PermUser "$file.mended" -WarningVariable warning
        $again.Created, $again.Rejected | Should -Be 7, 0
        $warning | Should -BeNullOrEmpty
    }

    It 'replaces a file of rejected rows with -Force alone' {
        Set-Content $file precious
        { Import-PermUser "$data/bad-people.csv" -RejectPath $file } | Should -Throw -ErrorId 'FileAlreadyExists,PermModule.Commands.ImportPermUserCommand'
        Get-Content $file | Should -Be precious
        $store.Users | Should -Be 0
        $null = Import-PermUser "$data/bad-people.csv" -RejectPath $file -Force -ErrorAction SilentlyContinue
        @(Get-Content $file).Count | Should -Be 8
    }

    It 'applies nothing with -Atomic when a row is bad' {
        $result = Import-PermUser "$data/bad-people.csv" -Atomic -ErrorVariable problem -ErrorAction SilentlyContinue
        $result.IsApplied, $result.Created, $result.Rejected | Should -Be $false, 0, 7
        $problem[0].Exception.Message | Should -Match 'Nothing was applied'
        $store.Users, $store.Groups | Should -Be 0, 0
    }

    It 'changes nothing with -WhatIf and names the seats it would use' {
        Set-SeatContract -Light 1000 -Confirm:$false
        $log = "$TestDrive/whatif.txt"
        pwsh -NoProfile -Command "Import-Module '$($script:manifest.FullName)'; `$null = Connect-PermStore '$($store.Path)'; (Import-PermUser '$data/portal-export.csv' -WhatIf).Created" > $log
        Get-Content $log -Raw | Should -Match 'Heavy 0 -> 22 of unlimited.*Light 0 -> 734 of 1000'
        Get-Content $log | Select-Object -Last 1 | Should -Be 1200
        $store.Users, $store.Groups | Should -Be 0, 0
        $result = Import-PermUser "$data/bad-people.csv" -RejectPath $file -WhatIf -ErrorAction SilentlyContinue -ErrorVariable refused
        $result.IsApplied | Should -BeFalse
        "$refused" | Should -BeLike '*Nothing was applied, because of -WhatIf.*'
        $file | Should -Not -Exist
    }

    It 'deactivates with -Mode Sync who is missing' {
        $null = Import-PermUser "$data/people.csv"
        Set-Content $file "UserName`n$((Get-PermUser -First 39).UserName -join "`n")"
        $before = (Get-PermUser -Active).Count
        (Import-PermUser $file -Mode Sync).Deactivated | Should -Be 1
        (Get-PermUser -Active).Count | Should -Be ($before - 1)
        $again = Import-PermUser $file -Mode Sync
        $again.Deactivated, $again.Updated, $again.Unchanged | Should -Be 0, 0, 39
    }

    It 'never deactivates the account owner of Content Workflow, and says so' {
        $null = New-PermUser owner
        Set-ContentWorkflowOwner owner -Confirm:$false
        (Import-PermUser "$data/people.csv" -Mode Sync -WarningVariable warning -WarningAction SilentlyContinue).Deactivated | Should -Be 0
        $warning | Should -Match 'owner'
        (Get-PermUser owner).IsActive | Should -BeTrue
    }

    It 'keeps within the seats and rejects the rows that find none' {
        Set-SeatContract -Heavy 10 -Confirm:$false
        $result = Import-PermUser "$data/portal-export.csv" -ErrorAction SilentlyContinue
        $result.Rejected | Should -Be 12
        $result.Rejects.ErrorId | Sort-Object -Unique | Should -Be SeatLimitExceeded
        (Get-SeatUsage -Tier Heavy).Active | Should -Be 10
    }

    It 'maps columns by -ColumnMap and takes -Delimiter and -Format' {
        Set-Content $file "Contact|Function`nann@example.com|Lead"
        { Import-PermUser $file -Delimiter '|' } | Should -Throw -ErrorId 'ColumnMissing,*'
        $null = Import-PermUser $file -Delimiter '|' -Format Csv -ColumnMap @{ Email = 'contact'; JobTitle = 'Function' } -Profile Editors
        $user = Get-PermUser ann@example.com
        $user.JobTitle, $user.ProfileName | Should -Be 'Lead', 'Editors'
    }

    It 'warns once of columns that mean nothing' {
        Set-Content $file "UserName,Shoe size,Hat`nann,42,7"
        $null = Import-PermUser $file -WarningVariable warning -WarningAction SilentlyContinue
        @($warning).Count | Should -Be 1
        $warning | Should -Match 'Shoe size, Hat'
    }

    It 'refuses <Case> with <Id>' -ForEach @(
        @{ Case = 'a missing file'; Text = $null; Id = 'FileNotFound' }
        @{ Case = 'an empty file'; Text = ''; Id = 'FileEmpty' }
        @{ Case = 'a header without rows'; Text = "UserName,Email`n"; Id = 'NoRows' }
        @{ Case = 'a table without names'; Text = "Town`nOslo`n"; Id = 'ColumnMissing' }
        @{ Case = 'JSON that is not SCIM'; Text = '{"a":1}'; Id = 'NotScim' }
        @{ Case = 'SCIM that is not JSON'; Text = '{"schemas":'; Id = 'NotJson' }
    ) {
        if ($null -ne $Text) { Set-Content $file $Text -NoNewline }
        { Import-PermUser $file } | Should -Throw -ErrorId "$Id,PermModule.Commands.ImportPermUserCommand"
    }

    It 'refuses a folder and an unknown profile' {
        { Import-PermUser -LiteralPath $TestDrive } | Should -Throw -ErrorId 'NotAFile,PermModule.Commands.ImportPermUserCommand'
        { Import-PermUser "$data/people.csv" -Profile Wizard } | Should -Throw -ErrorId 'ProfileNotFound,PermModule.Commands.ImportPermUserCommand'
    }

    It 'can be stopped, and what is in then is whole' {
        Set-Content $file (@('UserName') + (1..400000 | ForEach-Object { "user$_" }))
        $shell = [powershell]::Create()
        $null = $shell.AddScript("Import-Module '$($script:manifest.FullName)'; `$null = Connect-PermStore '$($store.Path)'; Import-PermUser '$file'")
        $run = $shell.BeginInvoke()
        while ($store.Users -eq 0) { Start-Sleep -Milliseconds 20 }
        $shell.Stop()
        { $shell.EndInvoke($run) } | Should -Throw
        $shell.Dispose()
        $store.Users | Should -BeGreaterThan 0
        $store.Users | Should -BeLessThan 400000
        Test-PermStore | Should -BeTrue
    }

    It 'shows progress with the total known' {
        Set-Content $file (@('UserName') + (1..150000 | ForEach-Object { "user$_" }))
        $shell = [powershell]::Create()
        $null = $shell.AddScript("Import-Module '$($script:manifest.FullName)'; `$null = Connect-PermStore '$($store.Path)'; Import-PermUser '$file'").Invoke()
        $shown = @($shell.Streams.Progress | Where-Object Activity -EQ 'Importing people')
        $shell.Dispose()
        @($shown | Where-Object { $_.PercentComplete -gt 0 }).Count | Should -BeGreaterThan 0
        $shown[-1].RecordType | Should -Be Completed
    }
}
