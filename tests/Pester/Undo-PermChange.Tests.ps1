BeforeAll {
    . $PSScriptRoot/Setup.ps1
    $script:class = 'PermModule.Commands.UndoPermChangeCommand'
}

Describe 'Undo-PermChange' {
    BeforeEach {
        $script:store = New-TestStore
        $null = New-PermGroup Press
        'ann', 'bob', 'cid' | ForEach-Object { $null = New-PermUser $_ }
        Add-PermGroupMember Press ann
        Add-PermRoleMember PortalOwner ann
    }

    It 'brings back whom a command removed, with all they held, and undoes itself' {
        $before = Get-TestState
        'ann', 'bob' | Remove-PermUser -Confirm:$false
        $removed = Get-TestState
        $steps = Get-PermAuditEvent -Newest 1 | Undo-PermChange
        $steps.Result | Sort-Object -Unique | Should -Be Undone
        Get-TestState | Should -BeExactly $before
        (Get-PermGroupMember Press).UserName | Should -Be ann
        (Get-PermRoleMember PortalOwner).UserName | Should -Be ann
        $undo = Get-PermAuditEvent -Action ChangeUndone
        $undo.After | Should -BeLike '*"Events"*'
        $null = Undo-PermChange $undo.CorrelationId
        Get-TestState | Should -BeExactly $removed
        Test-PermAuditTrail | Should -BeTrue
        Test-PermStore | Should -BeTrue
    }

    It 'shows the plan with the seats and changes nothing with -WhatIf' {
        'ann', 'bob' | Disable-PermUser
        $before = Get-TestState
        $change = (Get-PermAuditEvent -Newest 1).CorrelationId
        Get-WhatIfText { Undo-PermChange $change -WhatIf } | Should -BeLike '*Light 1 -> 3*'
        (Undo-PermChange $change -WhatIf).Action | Should -Be UserDeactivated, UserDeactivated
        Get-TestState | Should -BeExactly $before
    }

    It 'refuses the whole where something changed since, or does the rest with -SkipConflict' {
        'ann', 'bob' | Set-PermUser -Department Press
        $change = (Get-PermAuditEvent -Newest 1).CorrelationId
        Set-PermUser bob -Department Legal
        Undo-PermChange $change -ErrorVariable refused -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $refused.FullyQualifiedErrorId | Should -Be "UndoConflict,$class"
        "$refused" | Should -BeLike "*'bob'*Department*"
        (Get-PermUser ann).Department | Should -Be Press
        $steps = Undo-PermChange $change -SkipConflict
        ($steps | Where-Object Result -EQ Conflict).Target | Should -Be bob
        (Get-PermUser ann).Department | Should -BeNullOrEmpty
        (Get-PermUser bob).Department | Should -Be Legal
    }

    It 'takes records of events that were kept or come from a job: <_>' -ForEach 'Json', 'Csv', 'Clixml' {
        'ann', 'bob' | Set-PermUser -Department Press
        $first = Get-PermAuditEvent -Newest 1
        Set-PermUser cid -Department Press
        $last = Get-PermAuditEvent -Newest 1
        $file = "$TestDrive/events"
        $records = switch ($_) {
            'Json' { $first, $last | ConvertTo-Json | ConvertFrom-Json }
            'Csv' { $first, $last | Export-Csv $file; Import-Csv $file }
            'Clixml' { $first, $last | Export-Clixml $file; Import-Clixml $file }
        }
        ($records | Undo-PermChange).Target | Should -Be cid, bob, ann
        (Get-PermUser).Department -join '' | Should -BeNullOrEmpty
        $records[0].CorrelationId = [guid]::NewGuid()
        $records | Undo-PermChange -ErrorVariable refused -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        "$refused" | Should -BeLike "*correlation id $($records[0].CorrelationId)*"
    }

    It 'stays inside the contract and the rights of the acting user' {
        'ann', 'bob' | Disable-PermUser
        $change = (Get-PermAuditEvent -Newest 1).CorrelationId
        Set-SeatContract -Light 2
        Undo-PermChange $change -ErrorVariable refused -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $refused.FullyQualifiedErrorId | Should -Be "SeatLimitExceeded,$class"
        (Get-PermUser ann, bob).IsActive | Should -Be $false, $false
        $null = New-PermProfile Auditor -Right asset-bank.reporting.view-change-history
        $null = New-PermUser eve -Profile Auditor
        Set-SeatContract -Light 20
        $null = Connect-PermStore $store.Path -As eve
        Undo-PermChange $change -ErrorVariable denied -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $denied.FullyQualifiedErrorId | Should -Be "NotPermitted,$class"
    }

    It 'names the way round the reactivation delay' {
        Set-SeatContract -ReactivationDelayDays 180
        Disable-PermUser bob
        Get-PermAuditEvent -Newest 1 | Undo-PermChange -ErrorVariable refused -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $refused.FullyQualifiedErrorId | Should -Be "UndoConflict,$class"
        "$refused" | Should -BeLike '*Enable-PermUser -Force*'
    }

    It 'refuses an unknown command, what cannot be undone, and events of another store' {
        Undo-PermChange ([guid]::NewGuid()) -ErrorVariable refused -ErrorAction SilentlyContinue
        Get-PermAuditEvent -Action StoreCreated | Undo-PermChange -ErrorVariable +refused -ErrorAction SilentlyContinue
        $foreign = Get-PermAuditEvent -Newest 1
        $null = New-TestStore
        $foreign | Undo-PermChange -ErrorVariable +refused -ErrorAction SilentlyContinue
        $refused.FullyQualifiedErrorId | Should -Be @('NothingToUndo', 'NothingToUndo', 'OtherStore').ForEach({ "$_,$class" })
    }

    It 'offers the newest commands, with who, when and how many' {
        'ann', 'bob' | Set-PermUser -Department Press
        $offered = (TabExpansion2 'Undo-PermChange -CorrelationId ').CompletionMatches
        $offered[0].ListItemText | Should -Be (Get-PermAuditEvent -Newest 1).CorrelationId
        $offered[0].ToolTip | Should -BeLike '*tester: UserChanged, 2 events'
    }
}
