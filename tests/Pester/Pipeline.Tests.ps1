# What properties from the pipeline do: applied when a record says them, never when an object only shows them, and never passed over in silence.
BeforeAll {
    . $PSScriptRoot/Setup.ps1
    function Get-ErrorId { param([object[]] $From) @($From | Where-Object { $_ -is [Management.Automation.ErrorRecord] } | ForEach-Object { ($_.FullyQualifiedErrorId -split ',')[0] }) }
}

Describe 'Records in the pipeline' {
    BeforeEach {
        $null = New-TestStore
        'Marketing', 'Print' | New-PermGroup | Out-Null
        $null = New-PermUser ann -Group Marketing -Department Old
        $null = New-PermUser bob
    }

    It 'change users column by column' {
        "UserName,Department,Profile`nann,Sales,Editor`nbob,Print,Editor" | ConvertFrom-Csv | Set-PermUser
        Get-PermUser | ForEach-Object { "$($_.UserName) $($_.Department) $($_.ProfileName)" } | Should -Be 'ann Sales Editor', 'bob Print Editor'
    }

    It 'apply the column <Column>' -ForEach @(
        @{ Column = 'Email'; Value = 'a@example.com'; Property = 'Email' }
        @{ Column = 'FirstName'; Value = 'Ann'; Property = 'FirstName' }
        @{ Column = 'LastName'; Value = 'Lee'; Property = 'LastName' }
        @{ Column = 'NewUserName'; Value = 'ann2'; Property = 'UserName' }
        @{ Column = 'ProfileName'; Value = 'Editor'; Property = 'ProfileName' }
        @{ Column = 'Groups'; Value = 'Print;Marketing'; Property = 'Groups'; Expected = 'Marketing Print' }
        @{ Column = 'Groups'; Value = ''; Property = 'Groups'; Expected = '' }
        @{ Column = 'Department'; Value = ''; Property = 'Department'; Expected = '' }
        @{ Column = 'Location'; Value = 'Oslo'; Property = 'Location' }
        @{ Column = 'JobTitle'; Value = 'Editor'; Property = 'JobTitle' }
        @{ Column = 'ExternalId'; Value = '0042'; Property = 'ExternalId' }
        @{ Column = 'IsSsoOnly'; Value = 'True'; Property = 'IsSsoOnly' }
        @{ Column = 'Inactive'; Value = 'yes'; Property = 'IsActive'; Expected = 'False' }
        @{ Column = 'IsActive'; Value = 'False'; Property = 'IsActive' }
        @{ Column = 'Enabled'; Value = 'no'; Property = 'IsActive'; Expected = 'False' }
        @{ Column = 'AccountStatus'; Value = 'Inactive'; Property = 'IsActive'; Expected = 'False' }
    ) {
        [pscustomobject]@{ UserName = 'ann'; $Column = $Value } | Set-PermUser -PassThru -OutVariable changed | Out-Null
        "$($changed[0].$Property)" | Should -BeExactly ($Expected ?? $Value)
    }

    It 'that give nothing to apply are refused: <Command>' -ForEach @(
        @{ Command = 'Set-PermUser'; Record = @{ UserName = 'ann'; Dep = 'Sales' } }
        @{ Command = 'Set-PermUser'; Record = @{ UserName = 'ann'; LastLoginAt = '2026-01-01' } }
        @{ Command = 'Set-PermUser'; Record = @{ UserName = 'ann'; NewUserName = '' } }
        @{ Command = 'Set-PermGroup'; Record = @{ Name = 'Print'; Members = 3 } }
        @{ Command = 'Set-PermProfile'; Record = @{ Name = 'Viewer'; Tier = 'Heavy' } }
    ) {
        $before = Get-PermAuditDigest
        Get-ErrorId ([pscustomobject]$Record | & $Command 2>&1 3>$null) | Should -Be 'NothingToChange'
        (Get-PermAuditDigest).LastId | Should -Be $before.LastId
    }

    It 'name a column that nothing takes in one warning' {
        $warnings = "UserName,Department,Abteilung`nann,A,B`nbob,C,D" | ConvertFrom-Csv | Set-PermUser 3>&1
        @($warnings) | Should -HaveCount 1
        $warnings | Should -BeLike "*'Abteilung'*"
        $warnings = "UserName,Abteilung`nnew1,A`nnew2,C" | ConvertFrom-Csv | New-PermUser 3>&1 | Where-Object { $_ -is [Management.Automation.WarningRecord] }
        @($warnings) | Should -HaveCount 1
    }

    It 'say nothing of columns that objects only show' {
        Get-PermUser | ConvertTo-Csv | ConvertFrom-Csv | Set-PermUser 3>&1 | Should -BeNullOrEmpty
    }

    It 'of a list of memberships do not take users out of their other groups' {
        Add-PermGroupMember Print ann
        $errors = Get-PermGroupMember | ConvertTo-Csv | ConvertFrom-Csv | Set-PermUser 2>&1 3>$null
        Get-ErrorId $errors | Should -Be 'InvalidValue', 'InvalidValue'
        (Get-PermUser ann).Groups | Should -Be 'Marketing', 'Print'
    }

    It 'with the name of a type in the place of groups are refused by <Command>' -ForEach @(
        @{ Command = 'Set-PermUser'; Record = @{ UserName = 'ann'; Groups = 'System.Collections.Generic.List`1[System.String]' } }
        @{ Command = 'New-PermUser'; Record = @{ UserName = 'eve'; Groups = 'System.String[]' } }
        @{ Command = 'New-PermProfile'; Record = @{ Name = 'P'; Rights = 'System.String[]' } }
        @{ Command = 'Submit-WaitingRoomItem'; Record = @{ Kind = 'Download'; Requester = 'ann'; Reason = 'x'; Assets = 'System.String[]' } }
    ) {
        Get-ErrorId ([pscustomobject]$Record | & $Command 2>&1) | Should -Be 'InvalidValue'
        (Get-PermUser ann).Groups | Should -Be 'Marketing'
        @(Get-PermGroup).Count | Should -Be 2
    }

    It 'of an inactive user make an inactive user' {
        $null = New-PermUser off -Inactive -LastLoginAt 2026-01-02T03:04:05Z -LoginCount 4
        $users = Get-PermUser
        $other = New-TestStore
        'Marketing' | New-PermGroup | Out-Null
        $null = $users | New-PermUser -Store $other
        $copy = Get-PermUser off
        $copy.IsActive, $copy.LoginCount | Should -Be $false, 4
        $copy.LastLoginAt | Should -Be ([DateTimeOffset]'2026-01-02T03:04:05Z')
        (Get-PermUser ann).Groups | Should -Be 'Marketing'
        (Get-PermUser ann).CreatedAt | Should -Be ($users | Where-Object UserName -EQ ann).CreatedAt
    }

    It 'of our own export make the same users' {
        $null = Set-PermUser bob -FirstName '=1+1' -LastName '-x' -Group Marketing, Print -Inactive
        $null = New-PermUser '@cy' -Department '+a'
        $file = (Export-PermUser "$TestDrive/$([guid]::NewGuid()).csv").FullName
        $before = Get-PermUser | Sort-Object UserName | Select-Object * -ExcludeProperty Id | ConvertTo-Json
        Get-PermUser | Remove-PermUser -Confirm:$false
        $null = Import-Csv $file | New-PermUser
        Get-PermUser | Sort-Object UserName | Select-Object * -ExcludeProperty Id | ConvertTo-Json | Should -BeExactly $before
        Import-Csv $file | Set-PermUser 2>&1 | Should -BeNullOrEmpty
        Get-PermUser | Sort-Object UserName | Select-Object * -ExcludeProperty Id | ConvertTo-Json | Should -BeExactly $before
    }

    It 'take a date only where it cannot be another one' {
        $culture = [cultureinfo]::CurrentCulture
        try {
            foreach ($case in @(
                    @{ Culture = ''; Text = '2026-02-03T04:05:06Z'; Day = '2026-02-03' }
                    @{ Culture = 'de-DE'; Text = '2026-02-03 04:05:06 +00:00'; Day = '2026-02-03' }
                    @{ Culture = ''; Text = '02/03/2026 04:05:06 +00:00'; Day = '2026-02-03' }
                    @{ Culture = 'en-GB'; Text = '02/03/2026 04:05:06 +00:00' }
                    @{ Culture = 'de-DE'; Text = '03.02.2026 04:05:06 +00:00' }
                    @{ Culture = ''; Text = 'yesterday' })) {
                [cultureinfo]::CurrentCulture = $case.Culture
                $made = [pscustomobject]@{ UserName = 'dated'; LastLoginAt = $case.Text } | New-PermUser -ErrorAction SilentlyContinue
                "$(if ($made) { $made.LastLoginAt.UtcDateTime.ToString('yyyy-MM-dd', [cultureinfo]::InvariantCulture) })" | Should -BeExactly "$($case.Day)" -Because "$($case.Text) in '$($case.Culture)'"
                $made | Remove-PermUser -Confirm:$false
            }
        }
        finally {
            [cultureinfo]::CurrentCulture = $culture
        }
    }

    It 'of another kind of object are not taken for a <Kind>' -ForEach @(
        @{ Kind = 'group'; From = { Get-PermProfile Viewer }; To = { $input | Remove-PermGroup -Confirm:$false } }
        @{ Kind = 'profile'; From = { Get-PermGroup Viewer }; To = { $input | Remove-PermProfile -Confirm:$false -MoveUsersTo Editor } }
        @{ Kind = 'request'; From = { Get-PermUser ann }; To = { $input | Remove-WaitingRoomItem -Confirm:$false } }
        @{ Kind = 'request'; From = { Get-PermAuditEvent -Newest 1 }; To = { $input | Approve-WaitingRoomItem -Auditor bob } }
    ) {
        $null = New-PermGroup Viewer
        $before = Get-PermAuditDigest
        & $From | ConvertTo-Json -Depth 4 | ConvertFrom-Json | & $To 2>&1 | Should -BeOfType ([Management.Automation.ErrorRecord])
        (Get-PermAuditDigest).LastId | Should -Be $before.LastId
    }

    It 'decide on requests, with assets and comments of their own' {
        $null = New-PermProfile Auditor -Right asset-bank.waiting-room.audit-download-requests
        $null = New-PermUser aud -Profile Auditor
        $one = Submit-WaitingRoomItem Download ann a, b -Reason x
        $two = Submit-WaitingRoomItem Download bob 'c, d' -Reason x
        @([pscustomobject]@{ Id = $one.Id; Asset = 'a'; Comment = 'only a'; Auditor = 'aud' }, [pscustomobject]@{ Id = $two.Id; Asset = 'c, d'; Comment = 'all'; Auditor = 'aud' }) | Approve-WaitingRoomItem
        (Get-WaitingRoomItem -Id $one.Id).AssetStates.State | Should -Be 'Approved', 'Pending'
        (Get-WaitingRoomItem -Id $two.Id).Comment | Should -Be 'all'
    }

    It 'of a decided request do not say again what was said then' {
        $null = New-PermProfile Auditor -Right asset-bank.waiting-room.audit-download-requests
        $null = New-PermUser aud -Profile Auditor
        $item = Submit-WaitingRoomItem Download ann a -Reason x
        $item | Deny-WaitingRoomItem -Auditor aud -Comment 'no license'
        Get-WaitingRoomItem -Id $item.Id | ConvertTo-Json -Depth 4 | ConvertFrom-Json | Approve-WaitingRoomItem -Auditor aud
        (Get-WaitingRoomItem -Id $item.Id).State | Should -Be 'Approved'
        (Get-WaitingRoomItem -Id $item.Id).Comment | Should -BeNullOrEmpty
    }
}

Describe 'Objects in the pipeline' {
    BeforeEach {
        $null = New-TestStore
        'Marketing', 'Print' | New-PermGroup -Description G | Out-Null
        $null = New-PermUser ann -Group Marketing, Print -Department Sales
        $null = New-PermUser bob -Profile Admin
        Add-PermRoleMember Champion bob -Department Other
    }

    It 'are refused where there is nothing to apply: <Name>' -ForEach @(
        @{ Name = 'a user'; Pipe = { Get-PermUser ann | Set-PermUser } }
        @{ Name = 'the name of a user'; Pipe = { Set-PermUser ann } }
        @{ Name = 'names of users'; Pipe = { 'ann' | Set-PermUser } }
        @{ Name = 'a user that was changed in memory'; Pipe = { $user = Get-PermUser ann; $user.Department = 'X'; $user | Set-PermUser } }
        @{ Name = 'a membership'; Pipe = { Get-PermGroupMember Print | Set-PermUser } }
        @{ Name = 'a role'; Pipe = { Get-PermRoleMember Champion | Set-PermUser } }
        @{ Name = 'a group'; Pipe = { Get-PermGroup Print | Set-PermGroup } }
        @{ Name = 'a group that was changed in memory'; Pipe = { $group = Get-PermGroup Print; $group.Description = 'X'; $group | Set-PermGroup } }
        @{ Name = 'a profile'; Pipe = { Get-PermProfile Viewer | Set-PermProfile } }
        @{ Name = 'a contract'; Pipe = { Set-SeatContract } }
    ) {
        $before = Get-PermAuditDigest
        Get-ErrorId (& $Pipe 2>&1) | Should -Be 'NothingToChange'
        (Get-PermAuditDigest).LastId | Should -Be $before.LastId
    }

    It 'say who is meant and nothing else: <Name>' -ForEach @(
        @{ Name = 'a membership'; Object = { Get-PermGroupMember Print } ; User = 'ann' }
        @{ Name = 'a role'; Object = { Get-PermRoleMember Champion }; User = 'bob' }
        @{ Name = 'a user'; Object = { Get-PermUser ann }; User = 'ann' }
    ) {
        & $Object | Set-PermUser -JobTitle Changed
        $after = (Get-PermAuditEvent -Newest 1).After
        $after | Should -BeExactly '{"JobTitle":"Changed"}'
    }

    It 'do not bring back what was changed since they were read: <Name>' -ForEach @(
        @{ Name = 'who holds a right'; Object = { Get-PermRightHolder asset-bank.asset.manage-brands } }
        @{ Name = 'who held a right'; Object = { Get-PermRightHolder asset-bank.asset.manage-brands -AsOf (Get-Date) } }
        @{ Name = 'who audits'; Object = { Get-WaitingRoomAuditor } }
        @{ Name = 'a role'; Object = { Get-PermRoleMember Champion } }
        @{ Name = 'a membership'; Object = { Get-PermGroupMember Marketing | Where-Object UserName -EQ bob } }
        @{ Name = 'an object with properties of its own'; Object = { Get-PermRoleMember Champion | Add-Member -PassThru -NotePropertyMembers @{ IsSsoOnly = $false; Inactive = $false; Groups = 'Print', 'Marketing'; Email = 'x@example.com' } } }
        @{ Name = 'a user with properties of its own'; Object = { Get-PermUser bob | Add-Member -PassThru -NotePropertyMembers @{ SsoOnly = $false; Inactive = $false; Profile = 'Admin'; Group = @() } } }
    ) {
        Grant-PermRight Admin asset-bank.waiting-room.audit-download-requests
        Add-PermGroupMember Marketing bob
        $old = & $Object
        $old | Should -Not -BeNullOrEmpty
        Set-PermUser bob -Profile Editor -SsoOnly -Inactive -Group Print
        $old | Set-PermUser -JobTitle Changed
        (Get-PermAuditEvent -Newest 1).After | Should -BeExactly '{"JobTitle":"Changed"}'
        Get-ErrorId ($old | Set-PermUser 2>&1) | Should -Be 'NothingToChange'
        (Get-WhatIfText { $old | Set-PermUser -Location Oslo -WhatIf }) -join ' ' | Should -Not -BeLike '*Admin*'
        if ($Name -ne 'a user with properties of its own') { $old | Set-PermUser -Profile { 'Viewer' } } else { Set-PermUser bob -Profile Viewer }
        (Get-PermUser bob).ProfileName | Should -Be 'Viewer'
    }

    It 'do not say of which tier a right is: <Name>' -ForEach @(
        @{ Name = 'a right'; Object = { Get-PermRight asset-bank.collections.embed-collections } }
        @{ Name = 'a right of a user'; Object = { Get-PermEffectiveRight ann -Right asset-bank.collections.embed-collections } }
    ) {
        $old = & $Object
        Set-PermRightTier asset-bank.collections.embed-collections Heavy
        Get-ErrorId ($old | Set-PermRightTier 2>&1) | Should -Be 'NothingToChange'
        (Get-PermRight asset-bank.collections.embed-collections).Tier | Should -Be 'Heavy'
        $old | Set-PermRightTier -Tier $old.Tier
        (Get-PermRight asset-bank.collections.embed-collections).Tier | Should -Be $old.Tier
    }

    It 'give a script block the object to work a value out: <Command>' -ForEach @(
        @{ Command = 'Set-PermUser -Department'; Run = { Get-PermUser ann | Set-PermUser -Department { $_.UserName + '!' } }; Get = { (Get-PermUser ann).Department }; Expected = 'ann!' }
        @{ Command = 'Set-PermUser -NewUserName'; Run = { Get-PermUser ann | Set-PermUser -NewUserName { $_.UserName + '2' } }; Get = { (Get-PermUser ann2).UserName }; Expected = 'ann2' }
        @{ Command = 'Set-PermUser -Profile'; Run = { Get-PermUser ann | Set-PermUser -Profile { 'Editor' } }; Get = { (Get-PermUser ann).ProfileName }; Expected = 'Editor' }
        @{ Command = 'Set-PermUser -Group'; Run = { Get-PermUser ann | Set-PermUser -Group { 'Print' } }; Get = { (Get-PermUser ann).Groups }; Expected = 'Print' }
        @{ Command = 'Set-PermGroup -NewName'; Run = { Get-PermGroup Print | Set-PermGroup -NewName { $_.Name + '2' } }; Get = { (Get-PermGroup Print2).Name }; Expected = 'Print2' }
        @{ Command = 'Set-PermGroup -Description'; Run = { Get-PermGroup Print | Set-PermGroup -Description { 'For ' + $_.Name } }; Get = { (Get-PermGroup Print).Description }; Expected = 'For Print' }
        @{ Command = 'Set-PermProfile -Description'; Run = { Get-PermProfile Viewer | Set-PermProfile -Description { $_.Name } }; Get = { (Get-PermProfile Viewer).Description }; Expected = 'Viewer' }
        @{ Command = 'Copy-PermProfile'; Run = { Get-PermProfile Viewer | Copy-PermProfile -NewName { $_.Name + ' copy' } }; Get = { (Get-PermProfile 'Viewer copy').Name }; Expected = 'Viewer copy' }
        @{ Command = 'New-PermUser -Email'; Run = { [pscustomobject]@{ Name = 'eve' } | New-PermUser -UserName { $_.Name } -Email { "$($_.Name)@example.com" } }; Get = { (Get-PermUser eve).Email }; Expected = 'eve@example.com' }
    ) {
        $null = & $Run 3>$null
        & $Get | Should -BeExactly $Expected
    }

    It 'never store the text of a script block: <_>' -ForEach @(
        'Set-PermUser ann -Department { $_.Dep }', 'Set-PermUser ann -NewUserName { "x" }', 'Set-PermGroup Print -Description { "x" }', 'Set-PermGroup Print -NewName { "x" }'
        'Set-PermProfile Viewer -Description { "x" }', 'Set-PermProfile Viewer -NewName { "x" }', 'New-PermUser eve -Department { "x" }', 'New-PermGroup eve -Description { "x" }'
        'New-PermProfile eve -Description { "x" }', 'Copy-PermProfile Viewer -NewName { "x" }', 'Submit-WaitingRoomItem Download ann a -Reason { "x" }', 'Add-PermRoleMember Champion bob -Department { "x" }'
    ) {
        $before = Get-PermAuditDigest
        { & ([scriptblock]::Create($_)) } | Should -Throw
        (Get-PermAuditDigest).LastId | Should -Be $before.LastId
    }

    It 'never take the text of a script block for a value: <_>' -ForEach @(
        'Get-PermUser | Get-PermAuditEvent -Actor { $_.UserName }', 'Get-PermUser -Department { "x" }', 'Get-PermUser | Export-PermUser -Path { "$TestDrive/$($_.UserName).csv" }'
        'Export-PermReport "$TestDrive/a.html" -Title { "x" }', 'Invoke-PermAudit -Rule "Seat*", { "x" }', 'Get-WaitingRoomItem -Requester { "x" }', 'New-PermStore "$TestDrive/b.db" -Actor { "x" }'
    ) {
        { & ([scriptblock]::Create($_)) } | Should -Throw -ErrorId 'ParameterArgumentTransformationError,*'
    }

    It 'refuse a script block in every text that no record gives' {
        $bare = foreach ($command in Get-Command -Module PermModule -CommandType Cmdlet) {
            foreach ($parameter in $command.Parameters.Values | Where-Object { $_.ParameterType -in [string], [string[]] -and $_.Name -notin [Management.Automation.Cmdlet]::CommonParameters }) {
                $takes = $parameter.ParameterSets.Values | Where-Object { $_.ValueFromPipeline -or $_.ValueFromPipelineByPropertyName }
                $refuses = $parameter.Attributes | Where-Object { $_ -is [PermModule.Binding.PlainTextAttribute] }
                if (-not $takes -and -not $refuses) { "$command -$($parameter.Name)" }
            }
        }
        $bare | Should -BeNullOrEmpty
    }

    It 'are named where several are refused together' {
        try {
            $null = Connect-PermStore (Get-PermStore).Path -ReadOnly
            $null = 'cem', 'dan', 'eve' | ForEach-Object { [pscustomobject]@{ UserName = $_ } } | New-PermUser -ErrorVariable refusals -ErrorAction SilentlyContinue
            "$refusals" | Should -BeLike "*about 'cem'. Connect without -ReadOnly.*about *'dan'*'eve'. Connect without*"
        }
        finally { $null = Connect-PermStore (Get-PermStore).Path }
    }

    It 'have their changes under one id, also that of the first' {
        Get-PermUser | Disable-PermUser
        'one', 'two', 'three' | New-PermGroup | Out-Null
        Get-PermUser | Add-PermGroupMember one
        Get-PermGroup | Set-PermGroup -Description { $_.Name }
        Get-PermUser ann | Set-PermUser -Location Oslo -PassThru | Set-PermUser -JobTitle X
        foreach ($action in 'UserDeactivated', 'GroupCreated', 'GroupMemberAdded', 'GroupChanged') {
            $events = @(Get-PermAuditEvent -Action $action | Select-Object -Last 2)
            $events[0].CorrelationId | Should -Be $events[1].CorrelationId -Because $action
        }
        $events = @(Get-PermAuditEvent -Action UserChanged -Newest 2)
        $events[0].CorrelationId | Should -Not -Be $events[1].CorrelationId
    }

    It 'have their changes under one id inside of a transaction' {
        Invoke-PermTransaction { Get-PermUser | Disable-PermUser; Set-PermGroup Print -Description X; Invoke-PermTransaction { Set-PermGroup Print -Description Y } }
        @(Get-PermAuditEvent -Newest 4 | Select-Object -ExpandProperty CorrelationId -Unique) | Should -HaveCount 1
        Set-PermGroup Print -Description Z
        @(Get-PermAuditEvent -Newest 2 | Select-Object -ExpandProperty CorrelationId -Unique) | Should -HaveCount 2
    }
}

Describe 'Objects that were changed in memory' {
    BeforeEach {
        $store = New-TestStore
        $null = New-PermProfile Auditor -Right asset-bank.waiting-room.audit-download-requests
        $null = New-PermUser aud -Profile Auditor
        $null = New-PermUser ann
        $null = New-PermUser off -Profile Auditor -Inactive
    }

    It 'do not say of what kind a request is' {
        $item = Submit-WaitingRoomItem Quarantine ann a.exe
        $item = Get-WaitingRoomItem -Id $item.Id
        $item.Kind = 'Download'
        Get-ErrorId ($item | Approve-WaitingRoomItem -Auditor aud 2>&1) | Should -Be 'NotAnAuditor'
        Get-ErrorId ($item | Deny-WaitingRoomItem -Auditor aud 2>&1) | Should -Be 'NotAnAuditor'
        (Get-WaitingRoomItem -Id $item.Id).State | Should -Be 'Pending'
    }

    It 'do not stand for another request' {
        $other = Submit-WaitingRoomItem Download ann a -Reason x
        $own = Submit-WaitingRoomItem Download aud b -Reason x
        $other.Id = $own.Id
        Get-ErrorId ($other | Approve-WaitingRoomItem -Auditor aud 2>&1) | Should -Be 'WaitingRoomItemNotFound'
        Get-ErrorId ($other | Remove-WaitingRoomItem -Confirm:$false 2>&1) | Should -Be 'WaitingRoomItemNotFound'
        (Get-WaitingRoomItem -Id $own.Id).State | Should -Be 'Pending'
    }

    It 'do not say which assets a request has' {
        $item = Submit-WaitingRoomItem Download ann a, b -Reason x
        $item.AssetStates[0].Asset = 'forged'
        $item | Approve-WaitingRoomItem -Auditor aud
        (Get-PermAuditEvent -Newest 1).After | Should -Not -BeLike '*forged*'
        (Get-WaitingRoomItem -Id $item.Id).Assets | Should -Be 'a', 'b'
    }

    It 'do not make anybody active or give anybody a right' {
        $user = Get-PermUser off
        $user.IsActive = $true
        $user | Test-PermRight -Right asset-bank.waiting-room.audit-download-requests | Should -BeFalse
        ($user | Get-PermEffectiveRight -Right asset-bank.waiting-room.audit-download-requests).IsHeld | Should -BeFalse
        $user = Get-PermUser ann
        $user.ProfileName = 'Auditor'
        $user.Id = (Get-PermUser aud).Id
        $user | Test-PermRight -Right asset-bank.waiting-room.audit-download-requests | Should -BeFalse
    }

    It 'stay the user they were, whatever their name or number says' {
        $user = Get-PermUser ann
        $user.UserName = 'aud'
        $user.Id = (Get-PermUser aud).Id
        (Get-WhatIfText { $user | Disable-PermUser -WhatIf }) -join ' ' | Should -BeLike '*"ann"*'
        $user | Disable-PermUser
        (Get-PermUser ann).IsActive, (Get-PermUser aud).IsActive | Should -Be $false, $true
    }

    It 'stand for the same user, group and profile after a rename' {
        $null = New-PermGroup Old
        $group, $member, $userProfile = (Get-PermGroup Old), (Add-PermGroupMember Old ann -PassThru), (Get-PermProfile Auditor)
        Set-PermGroup Old -NewName New
        $null = New-PermGroup Old
        Set-PermUser ann -NewUserName ann2
        $null = New-PermUser ann
        Set-PermProfile Auditor -NewName Audit
        $null = New-PermProfile Auditor
        $group | Add-PermGroupMember -User aud
        (Get-PermGroupMember New).UserName | Should -Be 'aud', 'ann2'
        $member | Disable-PermUser
        (Get-PermUser ann).IsActive, (Get-PermUser ann2).IsActive | Should -Be $true, $false
        $userProfile | Grant-PermRight -Right asset-bank.collections.create-collections
        (Get-PermProfile Audit).RightCount, (Get-PermProfile Auditor).RightCount | Should -Be 2, 0
    }
}

Describe 'Removing a user' {
    It 'says what goes with the user, and closes requests in the same step' {
        $null = New-TestStore
        $null = New-PermGroup Print
        $null = New-PermUser ann -Profile Editor -Group Print
        Add-PermRoleMember Champion ann
        $item = Submit-WaitingRoomItem Download ann a, b -Reason x
        (Get-WhatIfText { Remove-PermUser ann -WhatIf }) -join ' ' | Should -BeLike '*the membership in 1 group ends, the role Champion ends, 1 pending request is closed*'
        (Get-WaitingRoomItem -Id $item.Id).State | Should -Be 'Pending'
        Remove-PermUser ann -Confirm:$false
        Get-WaitingRoomItem | Should -BeNullOrEmpty
        (Get-PermStore).PendingRequests | Should -Be 0
        $removed = Get-PermAuditEvent -Action UserRemoved
        $closed = Get-PermAuditEvent -Action RequestClosed
        $closed.Target, $closed.CorrelationId | Should -Be "$($item.Id)", $removed.CorrelationId
    }
}

Describe 'Objects whose name another one has by now' {
    BeforeEach {
        $null = New-TestStore
        $null = New-PermGroup Print
        $null = New-PermUser ann -Profile Editor -Group Print
        $null = New-PermUser bob
        $script:group = Get-PermGroup Print
        $script:editor = Get-PermProfile Editor
        $script:bob = Get-PermUser bob
        Start-Sleep -Milliseconds 20
        $script:then = Get-Date
        Start-Sleep -Milliseconds 20
        Set-PermGroup Print -NewName Print2
        Set-PermProfile Editor -NewName Editor2
        Remove-PermUser bob -Confirm:$false
        $null = New-PermGroup Print
        $null = New-PermProfile Editor
        $null = New-PermUser bob -Group Print -Profile Editor
    }

    It 'are found as what they were read as: <Name>' -ForEach @(
        @{ Name = 'a group'; Do = { ($group | Get-PermGroup).Name }; Expected = 'Print2' }
        @{ Name = 'the members of a group'; Do = { ($group | Get-PermGroupMember).ForEach({ "$($_.Group) $($_.UserName)" }) }; Expected = 'Print2 ann' }
        @{ Name = 'a member of a group'; Do = { (Get-PermGroupMember $group ann).Group }; Expected = 'Print2' }
        @{ Name = 'users of a group'; Do = { (Get-PermUser -Group $group).UserName }; Expected = 'ann' }
        @{ Name = 'a profile'; Do = { ($editor | Get-PermProfile).Name }; Expected = 'Editor2' }
        @{ Name = 'users of a profile'; Do = { (Get-PermUser -Profile $editor).UserName }; Expected = 'ann' }
        @{ Name = 'the seats of a profile'; Do = { (Get-SeatHistory -Profile $editor)[-1].ProfileName }; Expected = 'Editor2' }
        @{ Name = 'the rights in a profile'; Do = { (Get-PermRight -Profile $editor).Key }; Expected = 'asset-bank.asset-management.upload-assets' }
        @{ Name = 'the rights of a profile'; Do = { (Get-PermEffectiveRight -Profile $editor).Holder | Select-Object -Unique }; Expected = 'Editor2' }
        @{ Name = 'the rights of a profile by pipe'; Do = { ($editor | Get-PermEffectiveRight).Holder | Select-Object -Unique }; Expected = 'Editor2' }
        @{ Name = 'a right of a profile'; Do = { Test-PermRight -Profile $editor -Right asset-bank.asset-management.upload-assets }; Expected = $true }
        @{ Name = 'a right of a profile by pipe'; Do = { $editor | Test-PermRight -Right asset-bank.asset-management.upload-assets }; Expected = $true }
        @{ Name = 'a group of then'; Do = { (Get-PermGroup Print2 | Get-PermGroup -AsOf $then).Name }; Expected = 'Print' }
        @{ Name = 'members of then'; Do = { (Get-PermGroup Print2 | Get-PermGroupMember -AsOf $then).UserName }; Expected = 'ann' }
        @{ Name = 'users of a group of then'; Do = { (Get-PermUser -Group (Get-PermGroup Print2) -AsOf $then).UserName }; Expected = 'ann' }
        @{ Name = 'users of a profile of then'; Do = { (Get-PermUser -Profile (Get-PermProfile Editor2) -AsOf $then).UserName }; Expected = 'ann' }
        @{ Name = 'a removed user of then'; Do = { ($bob | Get-PermUser -AsOf $then).Id -eq $bob.Id }; Expected = $true }
    ) {
        & $Do | Should -BeExactly $Expected
    }

    It 'are exported as what they were read as' {
        $file = "$TestDrive/$([guid]::NewGuid()).csv"
        $ann = Get-PermUser ann
        Set-PermUser ann -NewUserName anna
        $null = $ann, 'bob' | Export-PermUser $file
        (Import-Csv $file).UserName | Sort-Object | Should -Be anna, bob
        { $bob | Export-PermUser $file -Force -ErrorAction Stop } | Should -Throw -ErrorId 'UserNotFound,PermModule.Commands.ExportPermUserCommand'
    }

    It 'are refused once they were removed, with a word on who has the name: <Name>' -ForEach @(
        @{ Name = 'a user'; Do = { $bob | Get-PermUser }; Said = "The user that was read as 'bob' is no longer there. Another one is called 'bob' now. Read the user again with Get-PermUser." }
        @{ Name = 'a user, changed'; Do = { $bob | Set-PermUser -Department Art }; Said = "The user that was read as 'bob' is no longer there. Another one is called 'bob' now. *" }
        @{ Name = 'a group'; Do = { $print = Get-PermGroup Print2; $print | Remove-PermGroup -Confirm:$false; $null = New-PermGroup Print2; $print | Get-PermGroupMember }; Said = "The group that was read as 'Print2' is no longer there. Another one is called 'Print2' now. *" }
        @{ Name = 'a group without a successor'; Do = { $print = Get-PermGroup Print2; $print | Remove-PermGroup -Confirm:$false; $print | Set-PermGroup -Description x }; Said = "The group that was read as 'Print2' is no longer there. List *" }
        @{ Name = 'a name of now in the past'; Do = { Get-PermGroup Print2 -AsOf $then }; Said = "No group is called 'Print2'. List *" }
    ) {
        $refused = @(& $Do 2>&1)
        $refused | Should -HaveCount 1
        "$($refused[0])" | Should -BeLike $Said
    }
}
