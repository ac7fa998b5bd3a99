# Every object that comes out, written to a file or sent through a job and read back, into every cmdlet that takes it: it means the same, or it is refused.
BeforeDiscovery {
    $ways = 'Csv', 'Json', 'Clixml', 'Job'
    $types = (Get-Content "$PSScriptRoot/Binding.snapshot.json" -Raw | ConvertFrom-Json -AsHashtable).Keys |
        Where-Object { $_ -ne 'PermModule.Output.PermStore' } | Sort-Object
    # What people do with what they kept: these mean the same whichever way they took.
    $meant = @(
        @{ Type = 'PermUser'; Command = 'Set-PermUser', 'Enable-PermUser', 'Disable-PermUser', 'Remove-PermUser', 'Get-PermUser', 'Add-PermGroupMember', 'Remove-PermGroupMember', 'Get-PermGroupMember', 'Add-PermRoleMember', 'Remove-PermRoleMember', 'Get-PermRoleMember', 'Test-PermRight', 'Get-PermEffectiveRight', 'Measure-SeatImpact', 'Test-StudioPermission', 'New-PermUser' }
        @{ Type = 'GroupMember'; Command = 'Add-PermGroupMember', 'Remove-PermGroupMember', 'Disable-PermUser', 'Remove-PermUser' }
        @{ Type = 'RoleMember'; Command = 'Add-PermRoleMember', 'Remove-PermRoleMember', 'Disable-PermUser', 'Set-ContentWorkflowOwner' }
        @{ Type = 'SeatRecommendation'; Command = 'Disable-PermUser', 'Remove-PermUser' }
        @{ Type = 'PermGroup'; Command = 'Get-PermGroup', 'Remove-PermGroup', 'Add-PermGroupMember', 'Get-PermGroupMember' }
        @{ Type = 'PermProfile'; Command = 'Get-PermProfile', 'Grant-PermRight', 'Revoke-PermRight', 'Copy-PermProfile', 'Compare-PermProfile', 'Measure-SeatImpact', 'New-PermProfile' }
        @{ Type = 'PermRight'; Command = 'Get-PermRight', 'Grant-PermRight', 'Revoke-PermRight', 'Set-PermRightTier' }
        @{ Type = 'EffectiveRight'; Command = 'Grant-PermRight', 'Revoke-PermRight' }
        @{ Type = 'WaitingRoomItem'; Command = 'Get-WaitingRoomItem', 'Approve-WaitingRoomItem', 'Deny-WaitingRoomItem', 'Remove-WaitingRoomItem', 'Submit-WaitingRoomItem' }
        @{ Type = 'PermAuditDigest'; Command = 'Test-PermAuditTrail' }
        @{ Type = 'SeatContract'; Command = 'Set-SeatContract' }
    )
    $pairs = foreach ($row in $meant) { foreach ($command in $row.Command) { foreach ($way in $ways) { @{ Type = $row.Type; Command = $command; Way = $way } } } }
}

BeforeAll {
    . $PSScriptRoot/Setup.ps1
    . $PSScriptRoot/Samples.ps1
    $WarningPreference = 'SilentlyContinue'
    $samples = Get-Sample
    $null = Set-SeatContract -Heavy $null -Light $null
    $null = New-PermGroup Spare
    $null = New-PermUser kept -Group Spare -Department Sales -LastLoginAt 2026-01-02T03:04:05Z -LoginCount 7 -Inactive
    Add-PermRoleMember Champion boss -Department Sales
    $null = Submit-WaitingRoomItem Download user1 kept.mp4, other.mp4 -Reason why
    $null = New-PermProfile Keeper -Description kept -Right asset-bank.collections.create-collections, asset-bank.asset-management.upload-assets
    Add-PermGroupMember Spare user2
    $kept = @{
        'PermModule.PermUser'         = Get-PermUser kept
        'PermModule.PermProfile'      = Get-PermProfile Keeper
        'PermModule.PermGroup'        = Get-PermGroup Spare
        'PermModule.GroupMember'      = Get-PermGroupMember Spare -User user2
        'PermModule.RoleMember'       = Get-PermRoleMember Champion
        'PermModule.WaitingRoomItem'  = Get-WaitingRoomItem -Requester user1
        'PermModule.PermRight'        = Get-PermRight asset-bank.collections.embed-collections
        'PermModule.EffectiveRight'   = Get-PermEffectiveRight user1 | Select-Object -First 1
        'PermModule.SeatContract'     = Get-SeatContract
    }
    $null = 1..2 | ForEach-Object { New-PermUser "old$_" -CreatedAt 2020-01-01T00:00:00Z }
    $kept['PermModule.SeatRecommendation'] = Get-SeatRecommendation NeverSignedIn | Select-Object -First 1
    $samples.Keys | Where-Object { $_ -notin $kept.Keys -and $_ -notmatch '#' } | ForEach-Object { $kept[$_] = $samples[$_] | Select-Object -Last 1 }

    # What else a cmdlet needs.
    $extra = @{
        'Set-PermUser'             = @{ JobTitle = 'Changed' }
        'Set-PermGroup'            = @{ Description = 'Changed' }
        'Set-PermProfile'          = @{ Description = 'Changed' }
        'Add-PermGroupMember'      = @{ Group = 'A very long*' }
        'Add-PermRoleMember'       = @{ Role = 'PortalOwner' }
        'Remove-PermRoleMember'    = @{ Role = 'PortalOwner' }
        'Grant-PermRight'          = @{ Right = 'asset-bank.asset.manage-brands' }
        'Revoke-PermRight'         = @{ Right = 'asset-bank.collections.create-collections' }
        'Copy-PermProfile'         = @{ NewName = 'Copied' }
        'Compare-PermProfile'      = @{ ReferenceProfile = 'Admin' }
        'Test-PermRight'           = @{ Right = 'asset-bank.asset.manage-brands' }
        'Test-StudioPermission'    = @{ Relation = 'Owner'; Object = 'Design'; Action = 'Move design' }
        'Set-PermRightTier'        = @{ Tier = 'Regular' }
        'Approve-WaitingRoomItem'  = @{ Auditor = 'A very long name that no column is wide enough for and that goes on and on, to the end of the line, and beyond it' }
        'Remove-PermUser'          = @{ Confirm = $false }
        'Remove-PermGroup'         = @{ Confirm = $false }
        'Remove-PermProfile'       = @{ Confirm = $false; MoveUsersTo = 'Viewer' }
        'Remove-WaitingRoomItem'   = @{ Confirm = $false }
    }
    $extra['Deny-WaitingRoomItem'] = $extra['Approve-WaitingRoomItem']
    $extra['Add-PermGroupMember'] = @{ Group = (Get-PermGroup 'A very long*').Name }

    function Get-Extra {
        # What the object itself names is not named again.
        param([string] $Command, [string] $Type)
        $with = @{}
        if ($extra[$Command]) { $with = $extra[$Command].Clone() }
        if ($Command -match 'GroupMember$') { $with = $Type -match 'GroupMember' ? @{} : $Type -match 'PermGroup' ? @{ User = 'user3' } : $Command -match '^Get' ? @{} : @{ Group = 'Spare' } }
        if ($Command -match 'RoleMember$' -and ($Command -match '^Get' -or $Type -match 'RoleMember')) { $with = @{} }
        if ($Command -in 'Grant-PermRight', 'Revoke-PermRight', 'Get-PermRight' -and $Type -match 'PermRight|EffectiveRight|ProfileDifference') { $with.Remove('Right'); if ($Command -match '^(Grant|Revoke)') { $with.Profile = 'Keeper' } }
        if ($Command -eq 'Set-PermRightTier' -and $Type -notmatch 'PermRight|EffectiveRight|ProfileDifference') { $with.Right = 'asset-bank.collections.embed-collections' }
        if ($Command -eq 'Measure-SeatImpact') { $with = $Type -match 'PermProfile' ? @{ GrantRight = 'asset-bank.asset.manage-brands' } : $Type -match 'Right' ? @{ Tier = 'Heavy' } : @{ ToProfile = 'Admin' } }
        if ($Command -match '^Remove-Perm.*Member$') { $with.Confirm = $false }
        $with
    }

    function Get-ReadBack {
        param([object] $Object, [string] $Way)
        $file = "$TestDrive/$([guid]::NewGuid())"
        switch ($Way) {
            'Csv' { $Object | Export-Csv $file; Import-Csv $file }
            'Json' { $Object | ConvertTo-Json -Depth 4 | ConvertFrom-Json }
            'Clixml' { $Object | Export-Clixml $file; Import-Clixml $file }
            'Job' { $jobs[[string]$Object.GetType().FullName] }
        }
    }

    # One job for all of them: what comes out of a job went through its serialization twice.
    $jobs = @{}
    $received = $kept.GetEnumerator() | ForEach-Object { [pscustomobject]@{ Type = $_.Key; Object = $_.Value } } | Start-Job { $input | ForEach-Object { $_ } } | Receive-Job -Wait -AutoRemoveJob
    $received | ForEach-Object { $jobs[$_.Type] = $_.Object }

    function Get-Outcome {
        # What a cmdlet does with an object, undone afterwards: its errors, its events and what it writes.
        param([string] $Command, [object] $Object, [hashtable] $With)
        $store = Get-PermStore
        # Only programs have transactions that end when they say; the cmdlet's ends with its script block.
        $transaction = $store.GetType().GetProperty('Store', [Reflection.BindingFlags] 'Instance, NonPublic').GetValue($store).BeginTransaction($false)
        try {
            # What is made again must not be there.
            switch ($Command) {
                'New-PermUser' { if ($Object.UserName) { Remove-PermUser $Object.UserName -Confirm:$false -ErrorAction Ignore } }
                'New-PermProfile' { if ($Object.Name) { Remove-PermProfile $Object.Name -Confirm:$false -ErrorAction Ignore } }
                'New-PermGroup' { if ($Object.Name) { Remove-PermGroup $Object.Name -Confirm:$false -ErrorAction Ignore } }
                'Submit-WaitingRoomItem' { if ($Object.Requester) { Get-WaitingRoomItem -Requester $Object.Requester | Remove-WaitingRoomItem -Confirm:$false } }
            }
            $last = (Get-PermAuditDigest).LastId
            $errors = @()
            $output = try { $Object | & $Command @With -ErrorVariable errors -ErrorAction SilentlyContinue } catch { $errors += $_ }
            $count = (Get-PermAuditDigest).LastId - $last
            $events = @(if ($count -gt 0) { Get-PermAuditEvent -Newest $count }) | Where-Object Id -GT $last | ForEach-Object { "$($_.Action) $($_.TargetType) $($_.Target -replace '^\d+$') $($_.Before) $($_.After)" -replace '\d{4}-\d\d-\d\dT[\d:.]+Z', 'time' }
            [pscustomobject]@{
                Error  = @($errors | ForEach-Object { ($_.FullyQualifiedErrorId -split ',')[0] }) -join ' '
                Events = $events -join "`n"
                Output = @($output | ForEach-Object { "$_" -replace '\d+' }) -join "`n"
            }
        }
        finally {
            $transaction.Dispose()
        }
    }

    $lives = @{}
    function Get-LiveOutcome {
        # What it does with the object itself, found out once: it is undone, whichever way the object goes afterwards.
        param([string] $Command, [string] $Type, [hashtable] $With)
        $lives["$Command $Type"] ??= Get-Outcome $Command $kept[$Type] -With $With
        $lives["$Command $Type"]
    }

    function Get-Taker {
        # The cmdlets that take an object of a type, apart from those that replace the store or read files.
        param([string] $Type)
        (Get-Content "$PSScriptRoot/Binding.snapshot.json" -Raw | ConvertFrom-Json -AsHashtable)[$Type] | ForEach-Object { ($_ -split ' ')[0] } |
            Sort-Object -Unique | Where-Object { $_ -notmatch '^(Backup|Restore|Connect|Import|Export|Invoke)-|^New-PermStore$' }
    }
}

Describe 'What was read back' {
    It 'from <Way> means the same to every cmdlet, or is refused: <Type>' -ForEach @(foreach ($type in $types) { foreach ($way in $ways) { @{ Type = $type; Way = $way } } }) {
        $object = $kept[$Type]
        $object | Should -Not -BeNullOrEmpty
        $back = Get-ReadBack $object $Way
        $different = foreach ($command in Get-Taker $Type) {
            $with = Get-Extra $command $Type
            $live = Get-LiveOutcome $command $Type -With $with
            $read = Get-Outcome $command $back -With $with
            # An object that is refused may not do anything once it is text; one that was taken does the same or nothing.
            $same = $read.Events -ceq $live.Events -and ($live.Error -or $read.Error -or $read.Output -ceq $live.Output)
            if (-not $same -and -not ($read.Error -and -not $read.Events)) {
                "$command $($with | ConvertTo-Json -Compress)`n  live: $($live | ConvertTo-Json -Compress)`n  read: $($read | ConvertTo-Json -Compress)"
            }
        }
        $different -join "`n" | Should -BeNullOrEmpty
    }

    It 'from <Way> is taken for the same <Type> by <Command>' -ForEach $pairs {
        $object = $kept["PermModule.$Type"]
        $with = Get-Extra $Command $Type
        $live = Get-LiveOutcome $Command "PermModule.$Type" -With $with
        $live.Error | Should -BeNullOrEmpty -Because 'the object itself is taken'
        $read = Get-Outcome $Command (Get-ReadBack $object $Way) -With $with
        $read.Error | Should -BeNullOrEmpty
        $read.Events | Should -BeExactly $live.Events
        $read.Output | Should -BeExactly $live.Output
    }
}
