BeforeAll {
    . $PSScriptRoot/Setup.ps1
    $script:id = 'PermModule.Commands.NewPermUserCommand'
}

Describe 'New-PermUser' {
    BeforeEach { $null = New-TestStore }

    It 'refuses the external id of another by name, in whatever case and braces, also within one pipeline' {
        $null = New-PermUser ann -ExternalId '0a1B2c3d-0000-4000-8000-000000000001'
        New-PermUser bob -ExternalId '{0A1b2C3D-0000-4000-8000-000000000001}' -ErrorVariable refused -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        "$refused" | Should -BeLike "*'bob'*'ann'*Set-PermUser -ExternalId ''*"
        $made = "UserName,ExternalId`ncid,x`ndan,X`neve,y" | ConvertFrom-Csv | New-PermUser -ErrorVariable refused -ErrorAction SilentlyContinue
        $made.UserName | Should -Be cid, eve
        $refused.FullyQualifiedErrorId | Should -Be 'UserAlreadyExists,PermModule.Commands.NewPermUserCommand'
        Set-Content "$TestDrive/same.csv" "UserName,ExternalId`nfay,z`nflo,Z`ngus,x"
        $result = Import-PermUser "$TestDrive/same.csv" -ErrorAction SilentlyContinue
        $result.Created, $result.Rejected, $result.Rejects[1].Column | Should -Be 1, 2, ExternalId
        $result.Rejects.Row | Should -Be 3, 4
    }

    It 'makes a user with everything that is given' {
        $null = New-PermGroup Press
        $user = New-PermUser Ann -Email ann@example.com -FirstName Ann -LastName Lee -Profile editor -Group press -Department Sales -Location Oslo -JobTitle Lead -ExternalId 17 -SsoOnly
        $user | Should -BeOfType PermUser
        $user.UserName, $user.Email, $user.DisplayName, $user.ProfileName, $user.Tier | Should -Be Ann, ann@example.com, 'Ann Lee', Editor, Regular
        $user.Groups, $user.Department, $user.Location, $user.JobTitle, $user.ExternalId | Should -Be Press, Sales, Oslo, Lead, 17
        $user.IsSsoOnly, $user.IsActive, $user.DeactivatedAt | Should -Be $true, $true, $null
        $user | ConvertTo-Json | Should -BeExactly (Get-PermUser ann | ConvertTo-Json)
    }

    It 'takes the e-mail address for the name, and the default profile' {
        $user = New-PermUser -Email ann@example.com
        $user.UserName, $user.ProfileName | Should -Be ann@example.com, Viewer
    }

    It 'takes records by pipe, in their order, with switches as a file spells them' {
        $made = 'UserName,Profile,SsoOnly,Inactive', 'cyd,Editor,,no', 'ann,,True,YES', 'bob,Admin,0,', 'dan,,1,1', 'eve' | ConvertFrom-Csv | New-PermUser
        $made.UserName | Should -Be cyd, ann, bob, dan, eve
        $made.ProfileName | Should -Be Editor, Viewer, Admin, Viewer, Viewer
        $made.IsSsoOnly | Should -Be $false, $true, $false, $true, $false
        $made.IsActive | Should -Be $true, $false, $true, $false, $true
    }

    It 'takes the groups of an exported table that a spreadsheet would run as a formula' {
        $names = '=sum', 'a;=b', '@all'
        $names | New-PermGroup | Out-Null
        $null = New-PermUser ann -Group $names
        $null = Export-PermUser "$TestDrive/formula.csv" -Force
        Remove-PermUser ann -Confirm:$false
        (Import-Csv "$TestDrive/formula.csv" | New-PermUser -WarningAction SilentlyContinue).Groups | Sort-Object | Should -Be ($names | Sort-Object)
    }

    It 'takes the users of another store by pipe' {
        $null = New-PermGroup Press
        $null = New-PermUser ann -Email ann@example.com -Profile Editor -Group Press -SsoOnly
        $ann = Get-PermUser ann
        $null = New-TestStore
        $null = New-PermGroup Press
        $copy = $ann | New-PermUser
        $copy.ProfileName, $copy.Groups, $copy.IsSsoOnly | Should -Be Editor, Press, $true
    }

    It 'refuses <Case> with <ErrorId>' -ForEach @(
        @{ Case = 'a name in another case'; Arguments = @{ UserName = 'TAKEN' }; ErrorId = 'UserAlreadyExists'; Target = 'TAKEN' }
        @{ Case = 'an address in use'; Arguments = @{ UserName = 'ann'; Email = 'Taken@Example.com' }; ErrorId = 'UserAlreadyExists' }
        @{ Case = 'no name at all'; Arguments = @{ FirstName = 'Ann' }; ErrorId = 'UserNameRequired' }
        @{ Case = 'a profile that does not exist'; Arguments = @{ UserName = 'ann'; Profile = 'Nobody' }; ErrorId = 'ProfileNotFound'; Target = 'Nobody' }
        @{ Case = 'a group that does not exist'; Arguments = @{ UserName = 'ann'; Group = 'Nowhere' }; ErrorId = 'GroupNotFound'; Target = 'Nowhere' }
        @{ Case = 'an address that is none'; Arguments = @{ UserName = 'ann'; Email = 'ann@' }; ErrorId = 'InvalidEmail' }
    ) {
        $null = New-PermUser taken -Email taken@example.com
        $before = Get-TestState
        New-PermUser @Arguments -ErrorVariable refused -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $refused.FullyQualifiedErrorId | Should -Be "$ErrorId,$id"
        if ($Target) { $refused.TargetObject | Should -Be $Target }
        Get-TestState | Should -BeExactly $before
    }

    It 'takes the beginning or the end of the time of a program for never' -ForEach @(
        @{ Never = [datetime]::FromFileTimeUtc(0) }
        @{ Never = [datetime]::MinValue }
        @{ Never = [datetime]::MaxValue }
        @{ Never = [datetimeoffset]::UnixEpoch }
        @{ Never = '1601-01-01T00:00:00Z' }
    ) {
        $user = [pscustomobject]@{ UserName = 'ann'; LastLoginAt = $Never; CreatedAt = $Never; DeactivatedAt = $Never } | New-PermUser
        $user.LastLoginAt | Should -BeNullOrEmpty
        $user.CreatedAt.Year | Should -Be ([datetime]::UtcNow.Year)
        $user.IsActive | Should -BeTrue
        (Get-PermUser -NeverSignedIn).UserName | Should -Be ann
    }

    It 'refuses a user without a profile where none is the default' {
        Set-PermProfile Viewer -Default:$false
        { New-PermUser ann -ErrorAction Stop } | Should -Throw -ErrorId "ProfileRequired,$id"
    }

    It 'reports each bad record with its own error, and the next goes on' {
        $made = 'ann', 'ann', 'bob' | ForEach-Object { [pscustomobject]@{ UserName = $_ } } | New-PermUser -ErrorVariable refused -ErrorAction SilentlyContinue
        $made.UserName | Should -Be ann, bob
        $refused.FullyQualifiedErrorId | Should -Be "UserAlreadyExists,$id"
    }

    It 'never passes a seat limit, however many come at once' {
        $null = Set-SeatContract -Light 3
        $made = 1..5 | ForEach-Object { [pscustomobject]@{ UserName = "u$_" } } | New-PermUser -ErrorVariable refused -ErrorAction SilentlyContinue -WarningAction SilentlyContinue
        $made.UserName | Should -Be u1, u2, u3
        $refused.FullyQualifiedErrorId | Should -Be "SeatLimitExceeded,$id", "SeatLimitExceeded,$id"
        (New-PermUser idle -Inactive).IsActive | Should -BeFalse
        (Get-SeatUsage Light).Active | Should -Be 3
    }

    It 'changes nothing with -WhatIf, tells the seats and the refusals, and emits what would be made' {
        $null = Set-SeatContract -Heavy 1
        $before = Get-TestState
        $text = Get-WhatIfText { New-PermUser ann -Profile Admin -WhatIf }
        $text | Should -BeLike '*"Create user with profile ''Admin'' (seats: Heavy 0 -> 1 of 1)" on target "ann"*'
        $records = 'ann', 'bob' | ForEach-Object { [pscustomobject]@{ UserName = $_; Profile = 'Admin' } }
        ($records | New-PermUser -WhatIf -ErrorVariable refused -ErrorAction SilentlyContinue -WarningAction SilentlyContinue).UserName | Should -Be ann
        $refused.FullyQualifiedErrorId | Should -Be "SeatLimitExceeded,$id"
        Get-TestState | Should -BeExactly $before
    }
}
