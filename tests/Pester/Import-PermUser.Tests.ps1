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

    It 'says that there is no file where a path with wildcards or brackets fits none' {
        foreach ($name in 'none*.csv', 'people [1].csv') {
            { Import-PermUser "$TestDrive/$name" } | Should -Throw "*$([WildcardPattern]::Escape($name))*" -ErrorId 'FileNotFound,PermModule.Commands.ImportPermUserCommand'
        }
    }

    It 'puts the good rows in and the bad ones in a file that can be mended and imported again' {
        $result = Import-PermUser "$data/bad-people.csv" -RejectPath $file -ErrorVariable problem -ErrorAction SilentlyContinue
        $result.Created, $result.Rejected | Should -Be 6, 6
        $result.Rejects.Row | Should -Be 3, 5, 6, 7, 9, 10
        $result.Rejects.ErrorId | Should -Be InvalidEmail, ProfileNotFound, DuplicateRow, UserNameRequired, InvalidDate, WrongCellCount
        $result.Rejects[0].Column, $result.Rejects[0].Value | Should -Be 'Email', 'bad.address(at)trial.example.com'
        $problem.FullyQualifiedErrorId | Should -Be 'RowsRejected,PermModule.Commands.ImportPermUserCommand'
        $text = (Get-Content $file -Raw).Replace('(at)', '@').Replace('Wizards', 'Editors').Replace('ANNA.Trial', 'anna.second').Replace(',,,Bad', ',no.body,,Bad').Replace('2026-02-30 25:00:00', '2026-02-28').Replace(',surplus,cells', '')
        Set-Content "$file.mended" $text -NoNewline
        $again = Import-PermUser "$file.mended" -WarningVariable warning
        $again.Created, $again.Rejected | Should -Be 6, 0
        $warning | Should -BeNullOrEmpty
    }

    It 'replaces a file of rejected rows with -Force alone' {
        Set-Content $file precious
        { Import-PermUser "$data/bad-people.csv" -RejectPath $file } | Should -Throw -ErrorId 'FileAlreadyExists,PermModule.Commands.ImportPermUserCommand'
        Get-Content $file | Should -Be precious
        $store.Users | Should -Be 0
        $null = Import-PermUser "$data/bad-people.csv" -RejectPath $file -Force -ErrorAction SilentlyContinue
        @(Get-Content $file).Count | Should -Be 7
    }

    It 'applies nothing with -Atomic when a row is bad' {
        $result = Import-PermUser "$data/bad-people.csv" -Atomic -ErrorVariable problem -ErrorAction SilentlyContinue
        $result.IsApplied, $result.Created, $result.Rejected | Should -Be $false, 0, 6
        $problem[0].Exception.Message | Should -Match 'Nothing of this file was applied'
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
        "$refused" | Should -BeLike "*6 of 12 rows*would be rejected*6 other rows would be applied. Without -WhatIf they would be written to '$file'. See Rejects of the result."
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

    It 'takes all files of one call with -Mode Sync together, by argument and by pipe' {
        'ann', 'bob', 'carl', 'dora' | ForEach-Object { New-PermUser $_ } | Out-Null
        Set-Content "$file.1" "UserName`nann`nbob"
        Set-Content "$file.2" "UserName`ncarl"
        $results = Import-PermUser -LiteralPath "$file.1", "$file.2" -Mode Sync
        $results.Deactivated | Should -Be 0, 1
        $results[1].Missing | Should -Be dora
        $results = Get-Item -LiteralPath "$file.1", "$file.2" | Import-PermUser -Mode Sync
        $results.Unchanged | Should -Be 2, 1
        (Get-PermUser -Active).UserName | Should -Be ann, bob, carl
    }

    It 'deactivates nobody with -Mode Sync when <Case>, and says why' -ForEach @(
        @{ Case = 'all rows are rejected'; Text = "UserName,Profile`nx1,NoSuch`nx2,NoSuch"; Why = '*every row was rejected*' }
        @{ Case = 'a row cannot be read'; Text = "UserName,Email`nann,`nbob,nowhere"; Why = '*row 3 of*' }
        @{ Case = 'the list is a page'; Text = '{"totalResults":9,"Resources":[{"userName":"ann"}]}'; Why = '*there are 9*' }
    ) {
        'ann', 'bob', 'carl' | ForEach-Object { New-PermUser $_ } | Out-Null
        Set-Content $file $Text
        $result = Import-PermUser $file -Mode Sync -WarningVariable warning -WarningAction SilentlyContinue -ErrorAction SilentlyContinue
        $result.Deactivated | Should -Be 0
        "$warning" | Should -BeLike "*Nobody was deactivated*$Why*"
        (Get-PermUser -Active).Count | Should -Be 3
    }

    It 'refuses to deactivate more than -MaxDeactivate with SyncTooMany' {
        1..20 | ForEach-Object { New-PermUser "u$_" } | Out-Null
        Set-Content $file "UserName`nu1"
        $result = Import-PermUser $file -Mode Sync -ErrorVariable refused -ErrorAction SilentlyContinue
        $refused.FullyQualifiedErrorId | Should -Be 'SyncTooMany,PermModule.Commands.ImportPermUserCommand'
        "$refused" | Should -BeLike '19 of 20 active users*''u2''*-MaxDeactivate*'
        $result.Deactivated, $result.MissingCount | Should -Be 0, 19
        (Get-PermUser -Active).Count | Should -Be 20
        { Import-PermUser $file -Mode Sync -Atomic -MaxDeactivate 18 } | Should -Throw -ErrorId 'SyncTooMany,*'
        { Import-PermUser $file -Mode Sync -MaxDeactivate many } | Should -Throw -ErrorId 'InvalidLimit,*'
        (Import-PermUser $file -Mode Sync -MaxDeactivate 95%).Deactivated | Should -Be 19
    }

    It 'warns of -MaxDeactivate in a mode that deactivates nobody' {
        Set-Content $file "UserName`nann"
        $null = Import-PermUser $file -Mode Upsert -MaxDeactivate 5 -WarningVariable warning -WarningAction SilentlyContinue
        $warning | Should -BeLike '-MaxDeactivate counts only with -Mode Sync.*'
        $null = Import-PermUser $file -Mode Sync -MaxDeactivate 5 -WarningVariable warning -WarningAction SilentlyContinue
        $warning | Should -BeNullOrEmpty
    }

    It 'names with -WhatIf who would be deactivated' {
        'ann', 'bob', 'carl' | ForEach-Object { New-PermUser $_ } | Out-Null
        Set-Content $file "UserName`nann"
        $said = Get-WhatIfText { Import-PermUser $file -Mode Sync -WhatIf }
        $said | Should -HaveCount 3
        "$said" | Should -BeLike '*Deactivate user*bob*Deactivate user*carl*'
        (Import-PermUser $file -Mode Sync -WhatIf).Missing | Should -Be bob, carl
        (Get-PermUser -Active).Count | Should -Be 3
    }

    It 'says of rejected rows what became of the others: <Case>' -ForEach @(
        @{ Case = 'none was applied'; Text = "UserName,Profile`nx,NoSuch"; With = @{}; Said = '*No row was applied.*' }
        @{ Case = 'the others were applied'; Text = "UserName,Profile`nx,NoSuch`ny,"; With = @{}; Said = '*The other rows were applied.*' }
        @{ Case = 'the others changed nothing'; Text = "UserName,Profile`nx,NoSuch`nann,"; With = @{ Mode = 'Upsert' }; Said = '*The other rows changed nothing.*' }
        @{ Case = 'nothing, with -Atomic'; Text = "UserName,Profile`nx,NoSuch`ny,"; With = @{ Atomic = $true }; Said = '*Nothing of this file was applied, because of -Atomic.*' }
        @{ Case = 'what would be, with -WhatIf'; Text = "UserName,Profile`nx,NoSuch`ny,"; With = @{ WhatIf = $true }; Said = '*1 of 2 rows*would be rejected*1 other row would be applied.*' }
        @{ Case = 'nothing would, with both'; Text = "UserName,Profile`nx,NoSuch`ny,"; With = @{ WhatIf = $true; Atomic = $true }; Said = '*Nothing of this file would be applied, because of -Atomic.*' }
    ) {
        $null = New-PermUser ann
        Set-Content $file $Text
        $null = Import-PermUser $file @With -ErrorVariable refused -ErrorAction SilentlyContinue
        "$refused" | Should -BeLike $Said
    }

    It 'says with -WhatIf that the file of rejected rows could not be written, and leaves it alone' {
        Set-Content "$file.rejects" precious
        { Import-PermUser "$data/bad-people.csv" -RejectPath "$file.rejects" -WhatIf } | Should -Throw -ErrorId 'FileAlreadyExists,*'
        $null = Import-PermUser "$data/bad-people.csv" -RejectPath "$file.rejects" -Force -WhatIf -ErrorAction SilentlyContinue
        Get-Content "$file.rejects" | Should -Be precious
    }

    It 'writes the rejected rows of each file to a file of its own' -ForEach @(@{ Mode = 'Upsert' }, @{ Mode = 'Sync' }) {
        Set-Content "$file.1" "UserName,Email`nann,wrong1"
        Set-Content "$file.2" "UserName,Email`nbob,wrong2"
        $results = Import-PermUser -LiteralPath "$file.1", "$file.2" -Mode $Mode -RejectPath "$file.r.csv" -ErrorAction SilentlyContinue -WarningAction SilentlyContinue
        $results.RejectPath | Should -Be "$file.r.csv", "$file.r-2.csv"
        (Get-Content "$file.r.csv" -Raw), (Get-Content "$file.r-2.csv" -Raw) | Should -BeLike '*wrong*'
        Get-Content "$file.r-2.csv" -Raw | Should -Match wrong2
    }

    It 'never writes the rejected rows over a file that comes later: <Case>' -ForEach @(
        @{ Case = 'in the pipeline'; Place = 'z.csv'; Piped = $true; Mode = 'Upsert' }
        @{ Case = 'in the list'; Place = 'z.csv'; Piped = $false; Mode = 'Create' }
        @{ Case = 'with the number of the second file'; Place = 'y.csv'; Piped = $true; Mode = 'Upsert' }
        @{ Case = 'in a synchronization'; Place = 'z.csv'; Piped = $true; Mode = 'Sync' }
    ) {
        $folder = New-Item -ItemType Directory "$file.d"
        Set-Content "$folder/a.csv" "UserName,Profile`nu1,NoSuch"
        Set-Content "$folder/y-2.csv" "UserName,Profile`nu2,Viewers"
        Set-Content "$folder/z.csv" "UserName,Profile`nu3,Viewers"
        $files = Get-ChildItem "$folder/*.csv"
        $with = @{ Mode = $Mode; RejectPath = "$folder/$Place"; Force = $true }
        { if ($Piped) { $files | Import-PermUser @with } else { Import-PermUser $files.FullName @with } } | Should -Throw -ErrorId 'FileAlreadyExists,*'
        (Get-ChildItem "$folder/*.csv" | Get-Content -Raw) -join '' | Should -BeLike '*u1,NoSuch*u2,Viewers*u3,Viewers*'
        Get-PermUser | Should -BeNullOrEmpty
    }

    It 'imports piped files one after the other where they come with a path for the rejected rows' {
        Set-Content "$file.1" "UserName,Profile,JobTitle`nann,Viewers,x`nbad,NoSuch,"
        Set-Content "$file.2" "UserName,Profile,JobTitle`nann,Viewers,y`nbad,NoSuch,"
        $results = Get-Item "$file.1", "$file.2" | Import-PermUser -Mode Upsert -RejectPath "$file.r.csv" -ErrorAction SilentlyContinue
        $results.Created + $results.Updated | Should -Be 1, 0, 0, 1
        $results.RejectPath | Should -Be "$file.r.csv", "$file.r-2.csv"
        (Get-PermUser ann).JobTitle | Should -Be y
    }

    It 'says with -WhatIf the numbers of a real run of several files that depend on each other (<Mode>)' -ForEach @(@{ Mode = 'Create' }, @{ Mode = 'Upsert' }) {
        $null = Set-SeatContract -Light 3 -Enforcement Block
        Set-Content "$file.1" "UserName,JobTitle`nann,x`nbob,x"
        Set-Content "$file.2" "UserName,JobTitle`nann,y`ncarl,y`ndora,y"
        $figures = 'Read', 'Created', 'Updated', 'Unchanged', 'Rejected'
        $planned = Get-Item "$file.1", "$file.2" | Import-PermUser -Mode $Mode -WhatIf -ErrorAction SilentlyContinue
        Get-PermUser | Should -BeNullOrEmpty
        $real = Get-Item "$file.1", "$file.2" | Import-PermUser -Mode $Mode -ErrorAction SilentlyContinue -WarningAction SilentlyContinue
        $planned | Select-Object $figures | ConvertTo-Json | Should -Be ($real | Select-Object $figures | ConvertTo-Json)
        $real.Created | Should -Be 2, 1
    }

    It 'imports the files beside one that cannot be read: <Case>' -ForEach @(
        @{ Case = 'in the pipeline'; Do = { $files | Import-PermUser -ErrorVariable script:said -ErrorAction SilentlyContinue } }
        @{ Case = 'in a list'; Do = { Import-PermUser $files -ErrorVariable script:said -ErrorAction SilentlyContinue } }
        @{ Case = 'with a path for the rejected rows'; Do = { Import-PermUser $files -RejectPath "$file.r.csv" -ErrorVariable script:said -ErrorAction SilentlyContinue } }
        @{ Case = 'with -WhatIf'; Do = { Import-PermUser $files -WhatIf -ErrorVariable script:said -ErrorAction SilentlyContinue } }
    ) {
        Set-Content "$file.1" "UserName`nann"
        Set-Content "$file.2" "Colour`nred"
        Set-Content "$file.4" "UserName`nbob"
        $files = "$file.1", "$file.2", "$file.3", "$file.4"
        (& $Do).Created | Should -Be 1, 1
        $said.FullyQualifiedErrorId | Should -Be 'ColumnMissing,PermModule.Commands.ImportPermUserCommand', 'FileNotFound,PermModule.Commands.ImportPermUserCommand'
        "$($said[0])", "$($said[1])" | Should -BeLike "*'$file.[23]'*"
    }

    It 'ends with the refusal of the last file, so that a script can catch it' {
        Set-Content "$file.2" "UserName`nann"
        { Import-PermUser "$file.1" -ErrorAction SilentlyContinue } | Should -Throw -ErrorId 'FileNotFound,*'
        { Import-PermUser "$file.2", "$file.3" -ErrorAction SilentlyContinue } | Should -Throw -ErrorId 'FileNotFound,*'
        { Import-PermUser "$file.3", "$file.2" -Profile NoSuch -ErrorAction SilentlyContinue } | Should -Throw -ErrorId 'ProfileNotFound,*'
        { "$file.1", "$file.2" | Import-PermUser -Mode Upsert -ErrorAction Stop } | Should -Throw -ErrorId 'FileNotFound,*'
        { "$file.1", "$file.2" | Import-PermUser -Mode Sync -ErrorAction SilentlyContinue } | Should -Throw -ErrorId 'FileNotFound,*'
        (Get-PermUser).UserName | Should -Be ann
    }

    It 'shows with -WhatIf what the files before one that cannot be read would do' {
        Set-Content "$file.1" "UserName`nann"
        Set-Content "$file.2" "Colour`nred"
        $results = [Collections.Generic.List[object]]::new()
        { Import-PermUser "$file.1", "$file.2" -WhatIf | ForEach-Object { $results.Add($_) } } | Should -Throw -ErrorId 'ColumnMissing,*'
        $results.Created | Should -Be 1
        Get-PermUser | Should -BeNullOrEmpty
    }

    It 'says with -Atomic of which of several files nothing was applied' {
        Set-Content "$file.1" "UserName,Profile`nann,Viewers"
        Set-Content "$file.2" "UserName,Profile`nbob,NoSuch"
        $results = Import-PermUser "$file.1", "$file.2" -Mode Upsert -Atomic -ErrorVariable refused -ErrorAction SilentlyContinue
        $results.IsApplied | Should -Be $true, $false
        "$refused" | Should -BeLike "*of '$file.2' was rejected*Nothing of this file was applied, because of -Atomic.*"
        (Get-PermUser).UserName | Should -Be ann
        $null = Import-PermUser "$file.1", "$file.2" -Mode Sync -Atomic -ErrorVariable refused -ErrorAction SilentlyContinue -WarningAction SilentlyContinue
        "$refused" | Should -BeLike '*Nothing was applied, because of -Atomic.*'
    }

    It 'takes -Encoding as <Encoding>' -ForEach @(@{ Encoding = 'windows-1252' }, @{ Encoding = 1252 }, @{ Encoding = '1252' }, @{ Encoding = [Text.Encoding]::Latin1 }) {
        [IO.File]::WriteAllBytes($file, [Text.Encoding]::Latin1.GetBytes("UserName,FirstName`nann,J$([char]0xFC)rgen`n"))
        $null = Import-PermUser $file -Encoding $Encoding -WarningVariable warning
        $warning | Should -BeNullOrEmpty
        (Get-PermUser ann).FirstName | Should -Be "J$([char]0xFC)rgen"
    }

    It 'refuses an encoding that it does not know' {
        { Import-PermUser $file -Encoding nonsense } | Should -Throw -ErrorId 'ParameterArgumentTransformationError,*' -ExpectedMessage "*'nonsense' is no encoding*"
    }

    It 'reads dates of a culture with -Culture alone' {
        Set-Content $file "UserName;LastLogin`nann;31.12.2025 14:05"
        (Import-PermUser $file -ErrorAction SilentlyContinue).Rejects[0].ErrorId | Should -Be InvalidDate
        $null = Import-PermUser $file -Culture de-DE
        (Get-PermUser ann).LastLoginAt.UtcDateTime | Should -Be ([datetime]'2025-12-31T14:05:00')
    }

    It 'reads what Export-Csv writes of users without losing groups, and knows who is inactive' {
        $null = New-PermGroup Press
        $null = New-PermUser ann -Group Press
        $null = New-PermUser bob -Inactive
        Get-PermUser | Export-Csv $file -IncludeTypeInformation
        $null = Import-PermUser $file -Mode Upsert -ErrorAction SilentlyContinue -WarningAction SilentlyContinue
        (Get-PermUser ann).Groups | Should -Be Press
        (Get-PermGroup).Name | Should -Be Press
        $null = New-SampleStore
        $null = Import-PermUser $file -ErrorAction SilentlyContinue -WarningAction SilentlyContinue
        (Get-PermUser | Where-Object IsActive).UserName | Should -Not -Contain bob
    }

    It 'is refused before the file is read where the user may not import' {
        $null = New-PermUser nob -Profile Viewers
        Set-Content $file "alpha secret"
        $null = Connect-PermStore $store.Path -As nob
        { Import-PermUser $file -Format Email -RejectPath "$file.stolen" } | Should -Throw -ErrorId 'NotPermitted,*'
        "$file.stolen" | Should -Not -Exist
    }

    It 'never deactivates the account owner of Content Workflow, and says so' {
        $null = New-PermUser owner
        Set-ContentWorkflowOwner owner -Confirm:$false
        (Import-PermUser "$data/people.csv" -Mode Sync -WarningVariable warning -WarningAction SilentlyContinue).Deactivated | Should -Be 0
        $warning | Should -Match 'owner'
        (Get-PermUser owner).IsActive | Should -BeTrue
    }

    It 'names with -WhatIf nobody who stays active, and counts those it does not name' {
        $null = New-PermUser owner
        Set-ContentWorkflowOwner owner -Confirm:$false
        1..25 | ForEach-Object { New-PermUser "u$_" } | Out-Null
        Set-Content $file "UserName`nu1"
        $said = Get-WhatIfText { Import-PermUser $file -Mode Sync -MaxDeactivate 100% -WhatIf }
        "$said" | Should -Not -BeLike '*owner*'
        "$said" | Should -BeLike '*"u2"*"u21"*"4 more users"*'
        $result = Import-PermUser $file -Mode Sync -MaxDeactivate 100% -WhatIf -WarningAction SilentlyContinue
        $result.NotDeactivated | Should -Be owner
        $result.Missing | Should -Contain owner
        $result.Deactivated | Should -Be 24
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
        @{ Case = 'a column that says who is active'; Text = "UserName,Employment status`nann,left`n"; Id = 'StateColumnUnknown' }
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

    It 'says after Ctrl+C how far it came and how to go on' -Skip:$IsWindows {
        Set-Content $file (@('UserName') + (1..400000 | ForEach-Object { "user$_" }))
        $run = Start-Stoppable "Import-Module '$($script:manifest.FullName)'; `$null = Connect-PermStore '$($store.Path)'; Import-PermUser '$file'"
        while ($store.Users -eq 0 -and -not $run.HasExited) { Start-Sleep -Milliseconds 20 }
        Stop-Stoppable $run | Should -Match 'Importing people was stopped at \d+ % \(\d+ people\)\. What was applied stays\. Import the file again with -Mode Upsert to go on\.'
    }

    Context 'on a disk that refuses the rest' -Skip:$IsWindows {
        BeforeAll {
            # The lines that a script writes whose files hold at most 16 MB: as on a full disk, and without the signal that would end the process.
            # The runtime keeps its code in a larger file unless told not to.
            function Invoke-OnFullDisk([string] $Script) {
                $line = "Import-Module '$($manifest.FullName)'; `$null = Connect-PermStore '$($store.Path)'; $Script"
                bash -c "trap '' XFSZ; ulimit -f 16000; DOTNET_EnableWriteXorExecute=0 exec `"`$@`"" bash $powerShell @powerShellArgument -NoProfile -Command $line 2> $null
            }
        }

        It 'says how far it came' {
            Set-Content $file (@('UserName') + (1..100000 | ForEach-Object { "user$_" }))
            $id, $told = Invoke-OnFullDisk "Import-PermUser '$file' -WarningVariable told 3> `$null; `$Error[0].FullyQualifiedErrorId; `$told.Message"
            $id | Should -Be 'StoreUnavailable,PermModule.Commands.ImportPermUserCommand'
            $users = (Get-PermStore).Users
            $users | Should -BeGreaterThan 0
            $told | Should -Match "^Importing people was stopped at \d+ % \($users people\)\. What was applied stays\. Import the file again with -Mode Upsert to go on\.$"
            (Import-PermUser $file -Mode Upsert).Created | Should -Be (100000 - $users)
        }

        It 'does not say of a transaction that what was applied stays' {
            Set-Content $file (@('UserName') + (1..400000 | ForEach-Object { "user$_" }))
            $told = Invoke-OnFullDisk "Invoke-PermTransaction { Import-PermUser '$file' } 3>&1 | ForEach-Object Message"
            $told | Should -Match '^Importing people was stopped at \d+ % \(\d+ people\)\. What was applied is kept or undone with the transaction\.$'
            (Get-PermStore).Users | Should -Be 0
        }
    }

    It 'shows progress with the total and the time left' {
        Set-Content $file (@('UserName') + (1..150000 | ForEach-Object { "user$_" }))
        $shell = [powershell]::Create()
        $null = $shell.AddScript("Import-Module '$($script:manifest.FullName)'; `$null = Connect-PermStore '$($store.Path)'; Import-PermUser '$file'").Invoke()
        $shown = @($shell.Streams.Progress | Where-Object Activity -EQ 'Importing people')
        $shell.Dispose()
        @($shown | Where-Object { $_.PercentComplete -gt 0 }).Count | Should -BeGreaterThan 0
        @($shown | Where-Object { $_.SecondsRemaining -ge 0 }).Count | Should -BeGreaterThan 0
        $shown[-1].RecordType | Should -Be Completed
    }
}
