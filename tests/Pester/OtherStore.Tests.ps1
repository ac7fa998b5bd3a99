# An object acts on the store it was read from, or is refused; and a store can be named by its path.
BeforeAll {
    . $PSScriptRoot/Setup.ps1
    function Get-ErrorId { param([object[]] $From) @($From | Where-Object { $_ -is [Management.Automation.ErrorRecord] } | ForEach-Object { ($_.FullyQualifiedErrorId -split ',')[0] }) }

    function New-Twin {
        # Two stores with the same names in them: 'far', whose path is given, and 'near', which is connected.
        [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '')]
        param()
        foreach ($name in 'far', 'near') {
            $null = New-TestStore
            $null = New-PermProfile Auditor -Right asset-bank.waiting-room.audit-download-requests
            'Print', 'Spare' | New-PermGroup | Out-Null
            $null = New-PermUser ann -Group Print -Department $name -Profile Editor -CreatedAt 2020-01-01T00:00:00Z
            $null = New-PermUser aud -Profile Auditor
            Add-PermRoleMember Champion ann
            Set-PermProfile Viewer -Description $name
            $null = Submit-WaitingRoomItem Download ann $name -Reason x
            if ($name -eq 'far') { $script:far = (Get-PermStore).Path }
        }
        $script:near = (Get-PermStore).Path
    }
    function Get-LastEvent { param([string] $Path) (Get-PermAuditDigest -Store $Path).LastId }
}

Describe 'Objects of a store that is open but not connected' {
    BeforeEach { New-Twin }

    It 'change that store: <Name>' -ForEach @(
        @{ Name = 'a user, set'; Do = { Get-PermUser ann -Store $far | Set-PermUser -Location Here } }
        @{ Name = 'a user as an argument'; Do = { Set-PermUser -UserName (Get-PermUser ann -Store $far) -Location Here } }
        @{ Name = 'a user, disabled'; Do = { Get-PermUser ann -Store $far | Disable-PermUser } }
        @{ Name = 'a user, removed'; Do = { Get-PermUser ann -Store $far | Remove-PermUser -Confirm:$false } }
        @{ Name = 'a user, into a group'; Do = { Get-PermUser ann -Store $far | Add-PermGroupMember Spare } }
        @{ Name = 'a user, given a role'; Do = { Get-PermUser ann -Store $far | Add-PermRoleMember PortalOwner } }
        @{ Name = 'a user, made owner'; Do = { Get-PermUser ann -Store $far | Set-ContentWorkflowOwner } }
        @{ Name = 'a user, requesting'; Do = { Submit-WaitingRoomItem Download (Get-PermUser ann -Store $far) new -Reason x | Out-Null } }
        @{ Name = 'a membership'; Do = { Get-PermGroupMember Print -Store $far | Remove-PermGroupMember -Confirm:$false } }
        @{ Name = 'a membership, disabled'; Do = { Get-PermGroupMember Print -Store $far | Disable-PermUser } }
        @{ Name = 'a role'; Do = { Get-PermRoleMember Champion -Store $far | Remove-PermRoleMember -Confirm:$false } }
        @{ Name = 'a recommendation'; Do = { Get-SeatRecommendation NeverSignedIn -Store $far | Select-Object -First 1 | Disable-PermUser } }
        @{ Name = 'a group, set'; Do = { Get-PermGroup Print -Store $far | Set-PermGroup -Description X } }
        @{ Name = 'a group, removed'; Do = { Get-PermGroup Print -Store $far | Remove-PermGroup -Confirm:$false } }
        @{ Name = 'a group, for a user'; Do = { Get-PermGroup Spare -Store $far | Add-PermGroupMember -User ann } }
        @{ Name = 'a profile, set'; Do = { Get-PermProfile Viewer -Store $far | Set-PermProfile -Description X } }
        @{ Name = 'a profile, removed'; Do = { Get-PermProfile Viewer -Store $far | Remove-PermProfile -Confirm:$false } }
        @{ Name = 'a profile, copied'; Do = { Get-PermProfile Viewer -Store $far | Copy-PermProfile -NewName Copied | Out-Null } }
        @{ Name = 'a profile, granted'; Do = { Get-PermProfile Viewer -Store $far | Grant-PermRight -Right asset-bank.asset.manage-brands } }
        @{ Name = 'a profile, revoked'; Do = { Get-PermProfile Viewer -Store $far | Revoke-PermRight -Right asset-bank.collections.create-collections } }
        @{ Name = 'a request, approved'; Do = { Get-WaitingRoomItem -Store $far | Approve-WaitingRoomItem -Auditor aud } }
        @{ Name = 'a request, denied'; Do = { Get-WaitingRoomItem -Store $far | Deny-WaitingRoomItem -Auditor aud } }
        @{ Name = 'a request, removed'; Do = { Get-WaitingRoomItem -Store $far | Remove-WaitingRoomItem -Confirm:$false } }
        @{ Name = 'a right'; Do = { Get-PermRight asset-bank.collections.embed-collections -Store $far | Set-PermRightTier -Tier Heavy } }
        @{ Name = 'a contract'; Do = { Get-SeatContract -Store $far | Set-SeatContract -Heavy 9 | Out-Null } }
    ) {
        $before = (Get-LastEvent $far), (Get-LastEvent $near)
        & $Do
        Get-LastEvent $far | Should -BeGreaterThan $before[0]
        Get-LastEvent $near | Should -Be $before[1]
    }

    It 'are read from that store: <Name>' -ForEach @(
        @{ Name = 'a user'; Do = { (Get-PermUser ann -Store $far | Get-PermUser).Department } }
        @{ Name = 'a profile'; Do = { (Get-PermProfile Viewer -Store $far | Get-PermProfile).Description } }
        @{ Name = 'the memberships of a user'; Do = { (Get-PermUser ann -Store $far | Get-PermGroupMember).Department } }
        @{ Name = 'the members of a group'; Do = { (Get-PermGroup Print -Store $far | Get-PermGroupMember).Department } }
        @{ Name = 'the roles of a user'; Do = { (Get-PermUser ann -Store $far | Get-PermRoleMember).Department } }
        @{ Name = 'the members of a role'; Do = { (Get-PermRole Champion -Store $far | Get-PermRoleMember).Department } }
        @{ Name = 'a request'; Do = { (Get-WaitingRoomItem -Store $far | Get-WaitingRoomItem).Assets } }
    ) {
        & $Do | Should -Be 'far'
    }

    It 'are judged and measured there: <Name>' -ForEach @(
        @{ Name = 'Test-PermRight'; Do = { Get-PermUser ann -Store $far | Test-PermRight -Right asset-bank.asset.manage-brands } }
        @{ Name = 'Get-PermEffectiveRight'; Do = { (Get-PermUser ann -Store $far | Get-PermEffectiveRight -Right asset-bank.asset.manage-brands).IsHeld } }
        @{ Name = 'Test-PermRight of a profile'; Do = { Test-PermRight -Profile (Get-PermProfile Editor -Store $far) -Right asset-bank.asset.manage-brands } }
        @{ Name = 'Get-PermRight of a profile'; Do = { @(Get-PermRight asset-bank.asset.manage-brands -Profile (Get-PermProfile Editor -Store $far)).Count -eq 1 } }
        @{ Name = 'Measure-SeatImpact'; Do = { (Get-PermProfile Editor -Store $far | Measure-SeatImpact -RevokeRight asset-bank.asset.manage-brands).TierBefore -eq 'Heavy' } }
        @{ Name = 'the events of a user'; Do = { @(Get-PermUser ann -Store $far | Get-PermAuditEvent).CorrelationId -contains (Get-PermAuditEvent ann -First 1 -Store $far).CorrelationId } }
        @{ Name = 'Export-PermUser'; Do = { (Import-Csv (Get-PermUser ann -Store $far | Export-PermUser "$TestDrive/$([guid]::NewGuid()).csv")).Department -eq 'far' } }
    ) {
        Grant-PermRight Editor -Right asset-bank.asset.manage-brands -Store $far
        & $Do | Should -BeTrue
    }

    It 'are taken in one pipeline from several stores' {
        Get-PermUser ann -Store $far | ForEach-Object { $_; Get-PermUser ann; Get-PermUser aud -Store $far } | Set-PermUser -Location Here
        Get-PermUser -Store $far | ForEach-Object Location | Should -Be 'Here', 'Here'
        Get-PermUser | ForEach-Object Location | Should -Be 'Here', $null
    }

    It 'are compared across stores' {
        Grant-PermRight Editor -Right asset-bank.asset.manage-brands
        $rows = Compare-PermProfile (Get-PermProfile Editor -Store $far) (Get-PermProfile Editor)
        $rows.Right, $rows.SideIndicator | Should -Be 'asset-bank.asset.manage-brands', '=>'
        (Get-PermProfile Editor -Store $far | Compare-PermProfile (Get-PermProfile Editor)).SideIndicator | Should -Be '<='
        Compare-PermProfile Editor (Get-PermProfile Editor) | Should -BeNullOrEmpty
    }

    It 'are refused where another store is named: <Name>' -ForEach @(
        @{ Name = 'a user'; Do = { Get-PermUser ann -Store $far | Set-PermUser -Location Here -Store $near } }
        @{ Name = 'a user, removed'; Do = { Get-PermUser ann -Store $far | Remove-PermUser -Confirm:$false -Store $near } }
        @{ Name = 'a group'; Do = { Get-PermGroup Print -Store $far | Remove-PermGroup -Confirm:$false -Store $near } }
        @{ Name = 'a profile'; Do = { Get-PermProfile Viewer -Store $far | Grant-PermRight -Right asset-bank.asset.manage-brands -Store $near } }
        @{ Name = 'a request'; Do = { Get-WaitingRoomItem -Store $far | Approve-WaitingRoomItem -Auditor aud -Store $near } }
        @{ Name = 'a contract'; Do = { Get-SeatContract -Store $far | Set-SeatContract -Heavy 9 -Store $near } }
        @{ Name = 'a right'; Do = { Get-PermRight asset-bank.collections.embed-collections -Store $far | Set-PermRightTier -Tier Heavy -Store $near } }
        @{ Name = 'the profile a user is to get'; Do = { Set-PermUser ann -Profile (Get-PermProfile Viewer -Store $far) } }
        @{ Name = 'the profile that users move to'; Do = { Remove-PermProfile Editor -MoveUsersTo (Get-PermProfile Viewer -Store $far) -Confirm:$false } }
        @{ Name = 'the profile to copy from'; Do = { New-PermProfile New -CopyFrom (Get-PermProfile Viewer -Store $far) } }
        @{ Name = 'the group of a user'; Do = { Get-PermUser ann | Add-PermGroupMember (Get-PermGroup Spare -Store $far) } }
        @{ Name = 'the auditor of a request'; Do = { Get-WaitingRoomItem | Approve-WaitingRoomItem -Auditor (Get-PermUser aud -Store $far) } }
        @{ Name = 'a user, read'; Do = { Get-PermUser ann -Store $far | Get-PermGroupMember -Store $near } }
        @{ Name = 'a transaction'; Do = { try { Invoke-PermTransaction { Get-PermUser ann -Store $far | Set-PermUser -Location Here } } catch { $_ } } }
    ) {
        $before = (Get-LastEvent $far), (Get-LastEvent $near)
        $errors = & $Do 2>&1
        Get-ErrorId $errors | Should -Contain 'OtherStore'
        "$errors" | Should -BeLike "*$([WildcardPattern]::Escape($far))*"
        (Get-LastEvent $far), (Get-LastEvent $near) | Should -Be $before
    }

    It 'are copied by what makes things' {
        Get-PermUser ann | Remove-PermUser -Confirm:$false
        (Get-PermUser ann -Store $far | New-PermUser).Department | Should -Be 'far'
        (Get-PermUser ann).Department | Should -Be 'far'
    }
}

Describe 'Objects of another connection to the store' {
    BeforeEach {
        $path = (New-TestStore).Path
        'ann', 'bob' | ForEach-Object { $null = New-PermUser $_ }
        $null = New-PermGroup Print
        $user, $userProfile, $group = (Get-PermUser ann), (Get-PermProfile Viewer), (Get-PermGroup Print)
    }

    It 'are the ones that were read, whatever is called so since' {
        Set-PermUser ann -NewUserName anna
        Set-PermUser bob -NewUserName ann
        Set-PermProfile Viewer -NewName Reader
        Set-PermProfile Editor -NewName Viewer
        Set-PermGroup Print -NewName Paper
        $null = New-PermGroup Print
        $null = Connect-PermStore $path
        ($user | Set-PermUser -Profile $userProfile -PassThru | ForEach-Object { $_.UserName; $_.ProfileName }) | Should -Be 'anna', 'Reader'
        ($group | Add-PermGroupMember -User $user -PassThru).Group | Should -Be 'Paper'
        $user | Disable-PermUser
        (Get-PermUser -Inactive).UserName | Should -Be 'anna'
    }

    It 'are no others after the store was replaced by one of its backups' {
        $null = Backup-PermStore "$TestDrive/early.db" -Force
        $late = New-PermUser late
        $null = New-PermStore $path -From "$TestDrive/early.db" -Force -Confirm:$false
        $null = New-PermUser other
        $late | Disable-PermUser -ErrorVariable refused -ErrorAction SilentlyContinue
        Get-ErrorId $refused | Should -Be 'UserNotFound'
        Get-PermUser -Inactive | Should -BeNullOrEmpty
    }
}

Describe 'Objects of the store that the environment names' {
    It 'change it in a runspace that has not opened it yet' {
        $named = $env:PERMMODULE_STORE
        $env:PERMMODULE_STORE = (New-TestStore).Path
        try {
            $null = New-PermUser ann
            Get-PermUser ann | ForEach-Object -Parallel { Import-Module $using:manifest; $_ | Set-PermUser -Location Here }
            (Get-PermUser ann).Location | Should -Be 'Here'
        }
        finally {
            $env:PERMMODULE_STORE = $named
        }
    }
}

Describe 'Objects of a store that is closed' {
    It 'are refused, and nothing changes' {
        $null = New-TestStore
        $null = New-PermUser ann
        $user, $userProfile = (Get-PermUser ann), (Get-PermProfile Viewer)
        $null = New-TestStore
        $null = New-PermUser ann
        $before = Get-PermAuditDigest
        Get-ErrorId ($user | Set-PermUser -Department X 2>&1) | Should -Be 'OtherStore'
        Get-ErrorId ($user | Get-PermGroupMember 2>&1) | Should -Be 'OtherStore'
        Get-ErrorId ($userProfile | Remove-PermProfile -Confirm:$false 2>&1) | Should -Be 'OtherStore'
        Get-ErrorId ($user, (Get-PermUser ann) | Set-PermUser -Location Y 2>&1) | Should -Be 'OtherStore'
        (Get-PermAuditDigest).LastId | Should -Be ($before.LastId + 1)
    }

    It 'are taken when the same store is connected again' {
        $store = New-TestStore
        $null = New-PermUser ann
        $user = Get-PermUser ann
        $null = Connect-PermStore $store.Path
        $user | Set-PermUser -Department X
        (Get-PermUser ann).Department | Should -Be 'X'
    }
}

Describe '-Store' {
    BeforeEach {
        $script:store = New-TestStore
        $null = New-PermUser ann
        $script:path = $store.Path
        $null = New-TestStore
    }

    It 'takes a path' {
        (Get-PermUser -Store $path).UserName | Should -Be 'ann'
    }

    It 'takes a path from the current location' {
        Push-Location (Split-Path $path)
        try { (Get-PermUser -Store ./perm.db).UserName | Should -Be 'ann' } finally { Pop-Location }
    }

    It 'takes a file' {
        (Get-PermUser -Store (Get-Item $path)).UserName | Should -Be 'ann'
    }

    It 'says what a path without a store is' {
        { Get-PermUser -Store "$TestDrive/none.db" } | Should -Throw -ErrorId 'StoreNotFound,PermModule.Commands.GetPermUserCommand'
    }

    It 'is not passed over where it is null' {
        { Set-PermUser ann -Department X -Store $null } | Should -Throw
    }

    It 'refuses what is left of a store in a file or a job' {
        Get-PermStore | Export-Clixml "$TestDrive/store.xml"
        $kept = Import-Clixml "$TestDrive/store.xml"
        { Get-PermUser -Store $kept } | Should -Throw
    }
}
