BeforeAll {
    . $PSScriptRoot/Setup.ps1
    $script:id = 'PermModule.Commands.SetPermUserCommand'
}

Describe 'Set-PermUser' {
    BeforeEach {
        $null = New-TestStore
        $null = New-PermGroup Press
        $null = New-PermUser ann -Email ann@example.com -FirstName Ann -Department Sales -Group Press
        $null = New-PermUser bob -Email bob@example.com
    }

    It 'changes what is given and nothing else, and returns nothing without -PassThru' {
        Set-PermUser ann -JobTitle Lead -Location Oslo | Should -BeNullOrEmpty
        $ann = Get-PermUser ann
        $ann.JobTitle, $ann.Location, $ann.Department, $ann.FirstName, $ann.Groups, $ann.Email | Should -Be Lead, Oslo, Sales, Ann, Press, ann@example.com
        (Get-PermUser bob).JobTitle | Should -BeNullOrEmpty
    }

    It 'clears what is given empty' {
        $ann = Set-PermUser ann -Department '' -FirstName '' -Email '' -Group @() -PassThru
        $ann.Department, $ann.FirstName, $ann.Email, $ann.Groups.Count | Should -Be $null, $null, $null, 0
    }

    It 'warns of a last cell that holds nothing, and clears one that holds an empty text' {
        'UserName,JobTitle,Groups', 'bob,Head,Press', 'ann,Lead,' | ConvertFrom-Csv | Set-PermUser -WarningVariable warned -WarningAction SilentlyContinue
        (Get-PermUser ann).Groups, (Get-PermUser ann).JobTitle | Should -Be Press, Lead
        "$warned" | Should -BeLike "*'Groups'*holds nothing*Set-PermUser leaves*"
        'UserName,JobTitle,Groups', 'ann,Lead,""' | ConvertFrom-Csv | Set-PermUser -WarningVariable warned -WarningAction SilentlyContinue
        (Get-PermUser ann).Groups | Should -BeNullOrEmpty
        [pscustomobject]@{ UserName = 'ann'; JobTitle = 'Boss' } | Select-Object UserName, JobTitle, Groups | Set-PermUser -WarningVariable +warned
        $warned | Should -BeNullOrEmpty
    }

    It 'renames, and gives another profile by name or as object' {
        (Set-PermUser ann -NewUserName Annie -Profile editor -PassThru).Tier | Should -Be Regular
        (Get-PermUser annie).ProfileName | Should -Be Editor
        (Set-PermUser annie -Profile (Get-PermProfile Admin) -PassThru).Tier | Should -Be Heavy
        Get-PermUser ann -ErrorAction Ignore | Should -BeNullOrEmpty
    }

    It 'takes users by pipe, as objects, names and rows' {
        (Get-PermUser | Set-PermUser -Department Legal -PassThru).Department | Should -Be Legal, Legal
        ('bob', 'ann' | Set-PermUser -SsoOnly -PassThru).UserName | Should -Be bob, ann
        ([pscustomobject]@{ UserName = 'ann'; Department = 'Ops' } | Set-PermUser -JobTitle Lead -PassThru).Department | Should -Be Ops
        (Get-PermUser | Set-PermUser -SsoOnly:$false -PassThru).IsSsoOnly | Should -Be $false, $false
    }

    It 'deactivates and activates' {
        (Set-PermUser ann -Inactive -PassThru).DeactivatedAt | Should -BeOfType DateTimeOffset
        $ann = Set-PermUser ann -Inactive:$false -PassThru
        $ann.IsActive, $ann.DeactivatedAt | Should -Be $true, $null
    }

    It 'writes an event for a change, and none where nothing differs' {
        Set-PermUser ann -Department Legal
        $written = Get-PermAuditEvent -Action UserChanged
        $written.Before, $written.After | Should -BeExactly '{"Department":"Sales"}', '{"Department":"Legal"}'
        Set-PermUser ann -Department Legal
        @(Get-PermAuditEvent -Action UserChanged).Count | Should -Be 1
    }

    It 'refuses <Case> with <ErrorId>' -ForEach @(
        @{ Case = 'a user who does not exist'; User = 'nobody'; Arguments = @{ JobTitle = 'x' }; ErrorId = 'UserNotFound' }
        @{ Case = 'the name of another'; User = 'ann'; Arguments = @{ NewUserName = 'BOB' }; ErrorId = 'UserAlreadyExists' }
        @{ Case = 'the address of another'; User = 'ann'; Arguments = @{ Email = 'bob@example.com' }; ErrorId = 'UserAlreadyExists' }
        @{ Case = 'the external id of another'; User = 'ann'; Arguments = @{ ExternalId = 'E-2' }; ErrorId = 'UserAlreadyExists' }
        @{ Case = 'a profile that does not exist'; User = 'ann'; Arguments = @{ Profile = 'nobody' }; ErrorId = 'ProfileNotFound' }
        @{ Case = 'a group that does not exist'; User = 'ann'; Arguments = @{ Group = 'nowhere' }; ErrorId = 'GroupNotFound' }
        @{ Case = 'an address that is none'; User = 'ann'; Arguments = @{ Email = 'ann' }; ErrorId = 'InvalidEmail' }
        @{ Case = 'a seat that is not free'; User = 'ann'; Arguments = @{ Profile = 'Admin' }; ErrorId = 'SeatLimitExceeded' }
    ) {
        $null = Set-SeatContract -Heavy 0
        Set-PermUser bob -ExternalId e-2
        $before = Get-TestState
        Set-PermUser $User @Arguments -ErrorVariable refused -ErrorAction SilentlyContinue
        $refused.FullyQualifiedErrorId | Should -Be "$ErrorId,$id"
        Get-TestState | Should -BeExactly $before
    }

    It 'reports a bad record with its own error, and the next goes on' {
        'nobody', 'ann' | Set-PermUser -JobTitle Lead -ErrorVariable refused -ErrorAction SilentlyContinue
        $refused.FullyQualifiedErrorId | Should -Be "UserNotFound,$id"
        $refused.TargetObject | Should -Be nobody
        (Get-PermUser ann).JobTitle | Should -Be Lead
    }

    It 'lets the rows of a file change places, whatever the order and however they come' {
        $null = Set-PermUser ann -Profile Admin -Email ann@example.com -ExternalId 1
        $null = Set-PermUser bob -Profile Editor -ExternalId 2
        $null = New-PermUser cid -Email cid@example.com -ExternalId 3
        $null = Set-SeatContract -Heavy 1 -Regular 1 -Light 1
        "UserName,NewUserName,Profile,Email,ExternalId`nann,bob,Editor,bob@example.com,2`nbob,cid,Viewer,cid@example.com,3`ncid,ann,Admin,ann@example.com,1" | ConvertFrom-Csv |
            ForEach-Object { Start-Sleep -Milliseconds 60; $_ } | Set-PermUser -ErrorVariable refused -ErrorAction SilentlyContinue
        $refused | Should -BeNullOrEmpty
        (Get-PermUser * | Sort-Object UserName | ForEach-Object { "$($_.UserName) $($_.ProfileName) $($_.Email) $($_.ExternalId)" }) | Should -Be 'ann Admin ann@example.com 1', 'bob Editor bob@example.com 2', 'cid Viewer cid@example.com 3'
    }

    It 'says in its own words that a name is empty: <Name>' -ForEach @(
        @{ Name = 'a user'; Do = { Set-PermUser ' ' -Department x }; Said = '*name of the user is empty*' }
        @{ Name = 'a profile'; Do = { Set-PermUser ann -Profile '' }; Said = '*name of the profile is empty*' }
        @{ Name = 'a group'; Do = { Remove-PermGroup ' ' -Confirm:$false }; Said = '*name of the group is empty*' }
        @{ Name = 'a right'; Do = { Grant-PermRight Viewer ' ' }; Said = '*key or name of the right is empty*' }
        @{ Name = 'a store'; Do = { Get-PermUser -Store ' ' }; Said = '*path of the store is empty*' }
    ) {
        $said = try { & $Do } catch { "$_" }
        $said | Should -BeLike $Said
        $said | Should -Not -BeLike '*(Parameter*'
    }

    It 'says of each row that waited in vain why, once, and follows the last row of a user' {
        $null = Set-SeatContract -Heavy 1
        $null = New-PermUser cid -Profile Admin
        "UserName,Profile`nann,Admin`nbob,Admin`nbob,Editor`ncid,Viewer" | ConvertFrom-Csv | Set-PermUser -ErrorVariable refused -ErrorAction SilentlyContinue
        $refused.FullyQualifiedErrorId, $refused.TargetObject | Should -Be "SeatLimitExceeded,$id", bob
        (Get-PermUser ann, bob, cid).ProfileName | Should -Be Admin, Editor, Viewer
        'ann', 'bob', 'cid' | Set-PermUser -NewUserName ann -ErrorVariable refused -ErrorAction SilentlyContinue
        $refused.FullyQualifiedErrorId | Should -Be "UserAlreadyExists,$id", "UserAlreadyExists,$id"
    }

    It 'changes nothing with -WhatIf, and tells the seats' {
        $before = Get-TestState
        Get-WhatIfText { Set-PermUser ann -Profile Admin -WhatIf } | Should -BeLike '*"Change user to profile ''Admin'' (seats: Heavy 0 -> 1 of unlimited, Light 2 -> 1 of unlimited)" on target "ann"*'
        (Get-PermUser | Set-PermUser -Department x -WhatIf -PassThru).Department | Should -Be x, x
        Get-TestState | Should -BeExactly $before
    }
}
