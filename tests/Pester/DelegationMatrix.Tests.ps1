# Every cmdlet in the name of a user with every single right: the table in about_PermModule_Delegated_Administration is what happens.
BeforeAll {
    . $PSScriptRoot/Setup.ps1
    . $PSScriptRoot/PortalSetup.ps1
    $WarningPreference = 'SilentlyContinue'
    $ConfirmPreference = 'None'
    $topic = "$script:root/docs/help/about_PermModule_Delegated_Administration.md"

    # The letters of the table, in its order.
    $columns = [ordered]@{
        U = 'asset-bank.users-and-permissions.manage-users'
        O = 'asset-bank.users-and-permissions.manage-own-user-profile'
        P = 'asset-bank.users-and-permissions.manage-permission-profiles'
        G = 'asset-bank.users-and-permissions.manage-user-groups'
        S = 'asset-bank.system-admin.manage-portal-settings'
        C = 'asset-bank.reporting.view-cockpit'
        E = 'asset-bank.reporting.export-user-data'
        H = 'asset-bank.reporting.view-change-history'
        A = 'asset-bank.reporting.view-advanced-reporting'
        D = 'asset-bank.waiting-room.audit-download-requests'
        L = 'asset-bank.waiting-room.audit-upload-requests'
        Q = 'asset-bank.waiting-room.audit-quarantined-assets'
    }
    $plain = 'asset-bank.collections.create-collections'

    # What is run, in the order of the table; each has objects of its own, so that none is in the way of another.
    $runs = [ordered]@{
        'Add-PermGroupMember'                = { param($p) Add-PermGroupMember Crew bob @p }
        'Add-PermRoleMember'                 = { param($p) Add-PermRoleMember PortalOwner bob @p }
        'Approve-WaitingRoomItem (download)' = { param($p) Get-WaitingRoomItem -Asset d1 | Approve-WaitingRoomItem @p }
        'Approve-WaitingRoomItem (upload)'   = { param($p) Get-WaitingRoomItem -Asset u1 | Approve-WaitingRoomItem @p }
        'Approve-WaitingRoomItem (quarantine)' = { param($p) Get-WaitingRoomItem -Asset q1 | Approve-WaitingRoomItem @p }
        'Backup-PermStore'                   = { param($p) Backup-PermStore ./out/backup.db @p }
        'Clear-PermPersonalData'             = { param($p) Clear-PermPersonalData left @p }
        'Compare-PermPortal'                 = { Compare-PermPortal Pull }
        'Compare-PermProfile'                = { Compare-PermProfile Empty Plain }
        'Compare-PermStore'                  = { Compare-PermStore ./in/backup.db }
        'Connect-PermPortal'                 = { Connect-FakePortal $fake }
        'Connect-PermStore'                  = { Connect-PermStore (Get-PermStore).Path -ReadOnly }
        'Copy-PermProfile'                   = { param($p) Copy-PermProfile Empty -NewName Copied @p }
        'Deny-WaitingRoomItem (download)'    = { param($p) Get-WaitingRoomItem -Asset d2 | Deny-WaitingRoomItem @p }
        'Deny-WaitingRoomItem (upload)'      = { param($p) Get-WaitingRoomItem -Asset u2 | Deny-WaitingRoomItem @p }
        'Deny-WaitingRoomItem (quarantine)'  = { param($p) Get-WaitingRoomItem -Asset q2 | Deny-WaitingRoomItem @p }
        'Disable-PermUser'                   = { param($p) Disable-PermUser goes @p }
        'Disconnect-PermPortal'              = { Disconnect-PermPortal; Connect-FakePortal $fake }
        'Disconnect-PermStore'               = { Disconnect-PermStore }
        'Enable-PermUser'                    = { param($p) Enable-PermUser sleeps @p }
        'Export-PermAuditTrail'              = { param($p) Export-PermAuditTrail ./out/trail.jsonl @p }
        'Export-PermProfile'                 = { param($p) Export-PermProfile ./out/profiles.json @p }
        'Export-PermReport'                  = { param($p) Export-PermReport ./out/report.json @p }
        'Export-PermUser'                    = { param($p) Export-PermUser ./out/users.csv @p }
        'Get-ContentWorkflowOwner'           = { Get-ContentWorkflowOwner }
        'Get-PermAuditDigest'                = { Get-PermAuditDigest }
        'Get-PermAuditEvent'                 = { Get-PermAuditEvent }
        'Get-PermAuditRule'                  = { Get-PermAuditRule }
        'Get-PermEffectiveRight'             = { Get-PermEffectiveRight bob }
        'Get-PermGroup'                      = { Get-PermGroup }
        'Get-PermGroupMember'                = { Get-PermGroupMember }
        'Get-PermPortal'                     = { Get-PermPortal }
        'Get-PermProfile'                    = { Get-PermProfile }
        'Get-PermRight'                      = { Get-PermRight }
        'Get-PermRightHolder'                = { Get-PermRightHolder $plain }
        'Get-PermRole'                       = { Get-PermRole }
        'Get-PermRoleMember'                 = { Get-PermRoleMember }
        'Get-PermSolution'                   = { Get-PermSolution }
        'Get-PermStore'                      = { Get-PermStore }
        'Get-PermUser'                       = { Get-PermUser }
        'Get-SeatContract'                   = { Get-SeatContract }
        'Get-SeatForecast'                   = { Get-SeatForecast }
        'Get-SeatHistory'                    = { Get-SeatHistory }
        'Get-SeatRecommendation'             = { Get-SeatRecommendation }
        'Get-SeatUsage'                      = { Get-SeatUsage }
        'Get-StudioPermission'               = { Get-StudioPermission }
        'Get-WaitingRoomAuditor'             = { Get-WaitingRoomAuditor Download }
        'Get-WaitingRoomItem'                = { Get-WaitingRoomItem }
        'Grant-PermRight'                    = { param($p) Grant-PermRight Given -Right $held @p }
        'Import-PermProfile'                 = { param($p) Import-PermProfile ./in/profiles.json @p }
        'Import-PermUser'                    = { param($p) Import-PermUser ./in/people.csv @p }
        'Import-PermUser -RejectPath'        = { param($p) Import-PermUser ./in/more.csv -RejectPath ./out/rejects.csv @p }
        'Invoke-PermAudit'                   = { Invoke-PermAudit }
        'Invoke-PermTransaction'             = { Invoke-PermTransaction { Get-PermGroup } }
        'Measure-SeatImpact'                 = { Measure-SeatImpact -User bob -ToProfile Plain }
        'New-PermGroup'                      = { param($p) New-PermGroup New @p }
        'New-PermProfile'                    = { param($p) New-PermProfile New @p }
        'New-PermStore'                      = { param($p) New-PermStore ./out/new.db @p }
        'New-PermUser'                       = { param($p) New-PermUser new -Profile Empty @p }
        'Remove-PermGroup'                   = { param($p) Remove-PermGroup Spare @p }
        'Remove-PermGroupMember'             = { param($p) Remove-PermGroupMember Team bob @p }
        'Remove-PermProfile'                 = { param($p) Remove-PermProfile Spare @p }
        'Remove-PermRoleMember'              = { param($p) Remove-PermRoleMember Champion eve @p }
        'Remove-PermUser'                    = { param($p) Remove-PermUser leaves @p }
        'Remove-WaitingRoomItem (download)'  = { param($p) Get-WaitingRoomItem -Asset d3 | Remove-WaitingRoomItem @p }
        'Remove-WaitingRoomItem (upload)'    = { param($p) Get-WaitingRoomItem -Asset u3 | Remove-WaitingRoomItem @p }
        'Remove-WaitingRoomItem (quarantine)' = { param($p) Get-WaitingRoomItem -Asset q3 | Remove-WaitingRoomItem @p }
        'Restore-PermStore'                  = { param($p) Restore-PermStore ./in/backup.db -Force @p }
        'Revoke-PermRight'                   = { param($p) Revoke-PermRight Taken -Right $plain @p }
        'Set-ContentWorkflowOwner'           = { param($p) Set-ContentWorkflowOwner bob @p }
        'Set-PermGroup'                      = { param($p) Set-PermGroup Team -Description Changed @p }
        'Set-PermProfile'                    = { param($p) Set-PermProfile Empty -Description Changed @p }
        'Set-PermRightTier'                  = { param($p) Set-PermRightTier asset-bank.collections.embed-collections -Tier Heavy @p }
        'Set-PermUser (another)'             = { param($p) Set-PermUser bob -Department Changed @p }
        'Set-PermUser (oneself)'             = { param($p) Set-PermUser $me -Department Changed @p }
        'Set-SeatContract'                   = { param($p) Set-SeatContract -Heavy 99 @p }
        'Submit-WaitingRoomItem (for another)' = { param($p) Submit-WaitingRoomItem Download bob asset -Reason x @p }
        'Submit-WaitingRoomItem (for oneself)' = { param($p) Submit-WaitingRoomItem Download $me asset -Reason x @p }
        'Sync-PermPortal'                    = { param($p) Sync-PermPortal Pull @p }
        'Test-PermAuditTrail'                = { Test-PermAuditTrail }
        'Test-PermRight'                     = { Test-PermRight bob -Right $plain }
        'Test-PermStore'                     = { Test-PermStore }
        'Test-StudioPermission'              = { Test-StudioPermission bob -Relation Owner -Object Design -Action 'Move design' }
        'Undo-PermChange'                    = { param($p) Undo-PermChange -CorrelationId $change @p }
    }

    $null = New-TestStore -Empty
    # A number that stands for the contract wherever it is shown, and of which enough is used for the audit to tell it.
    $null = Set-SeatContract -Heavy 317 -Regular 317 -Light 317 -WarningPercent 1 -ReactivationDelayDays 0
    $null = New-PermProfile Empty -Default
    foreach ($name in 'Given', 'Spare') { $null = New-PermProfile $name }
    foreach ($name in 'Plain', 'Taken') { $null = New-PermProfile $name -Right $plain }
    $null = New-PermProfile Requester -Right asset-bank.asset-management.upload-assets-with-mandatory-approval
    foreach ($name in 'Team', 'Crew', 'Spare') { $null = New-PermGroup $name }
    foreach ($name in 'goes', 'leaves') { $null = New-PermUser $name }
    $null = New-PermUser sleeps -Inactive
    $null = New-PermUser left
    Remove-PermUser left
    $null = New-PermUser bob -Group Team -Profile Requester
    Set-PermUser bob -JobTitle Clerk
    $change = (Get-PermAuditEvent -Newest 1).CorrelationId
    $null = New-PermProfile Regular -Right asset-bank.asset-management.upload-assets
    $null = New-PermUser eve -Profile Regular
    Add-PermRoleMember Champion eve -Department Sales
    foreach ($i in 1..3) {
        $null = Submit-WaitingRoomItem Download bob "d$i" -Reason x
        $null = Submit-WaitingRoomItem Upload bob "u$i" -Reason x
        $null = Submit-WaitingRoomItem Quarantine bob "q$i" -Reason x
    }

    # The users that act: with no right, with each right of the table, and with all that are left. Rights that exclude each other are held by different users.
    $single = [ordered]@{ '-' = @() }
    $columns.GetEnumerator() | ForEach-Object { $single[$_.Key] = @($_.Value) }
    foreach ($key in @($single.Keys)) {
        $null = New-PermProfile "of $key"
        if ($single[$key]) { Grant-PermRight "of $key" -Right $single[$key] }
        $null = New-PermUser "with $key" -Profile "of $key"
    }
    $left = [Collections.Generic.List[string]] @((Get-PermRight).Key | Where-Object { $_ -notin $columns.Values })
    $rest = 0
    while ($left.Count -gt 0 -and $rest -lt 9) {
        $rest++
        $null = New-PermProfile "of * $rest"
        do {
            $before = $left.Count
            foreach ($key in @($left)) {
                Grant-PermRight "of * $rest" -Right $key -AllowMaintenance -ErrorAction Ignore -ErrorVariable refused
                if (-not $refused) { $null = $left.Remove($key) }
            }
        } while ($left.Count -lt $before)
        if ((Get-PermProfile "of * $rest").RightCount -eq 0) { break }
        $null = New-PermUser "with * $rest" -Profile "of * $rest"
    }
    $actors = @($single.Keys | ForEach-Object { "with $_" }) + @(Get-PermUser 'with `* *' | ForEach-Object UserName)

    $work = New-Item -ItemType Directory "$TestDrive/matrix"
    $template = "$work/template.db"
    $null = Backup-PermStore $template
    New-Item -ItemType Directory "$work/in" | Out-Null
    $null = Backup-PermStore "$work/in/backup.db"
    $null = Export-PermProfile "$work/in/profiles.json"
    $document = Get-Content "$work/in/profiles.json" -Raw | ConvertFrom-Json
    ($document.profiles | Where-Object name -EQ Plain).description = 'Changed'
    $document | ConvertTo-Json -Depth 9 | Set-Content "$work/in/profiles.json"
    Set-Content "$work/in/people.csv" "UserName,Profile`nimported,Empty"
    Set-Content "$work/in/more.csv" "UserName,Email`nimported2,`nrejected,nowhere"

    function Get-FileState {
        # Get-ChildItem takes fifty times as long, and this is asked for thousands of times.
        @('in', 'out' | ForEach-Object { [IO.DirectoryInfo]::new("$work/$_").EnumerateFiles('*', 'AllDirectories') } | ForEach-Object { "$($_.FullName) $($_.Length) $($_.LastWriteTimeUtc.Ticks)" }) -join "`n"
    }

    function Get-LastEvent {
        # Opening a store costs more than most cmdlets do, so one is kept open for this.
        $script:witness ??= (Get-CoreType PermStore)::Open("$PWD/store/perm.db", $null)
        $script:witness.Trail.GetDigest().LastId
    }

    function Close-Witness {
        if ($script:witness) { $script:witness.Dispose() }
        $script:witness = $null
    }

    function Test-Figure {
        # Whether objects or the files that were written tell the limit of the contract.
        param([object[]] $Output)
        foreach ($item in $Output) {
            $text = $item -is [IO.FileInfo] ? ($item.Exists ? [IO.File]::ReadAllText($item.FullName) : '') : "$($item.Message) $($item.After)"
            if ($text -match '\bof 317\b|\b(heavy|limit)\\?"?: ?317\b') { return $true }
        }
        $false
    }

    function Get-Outcome {
        # Whether a run is allowed, and what it shows of seats and leaves of files; any failure but the refusal is one of the test.
        param([string] $Name, [Collections.IDictionary] $With)
        $files = Get-FileState
        $output = @(try { & $runs[$Name] $With 2>&1 } catch { $_ })
        $errors = @($output | Where-Object { $_ -is [Management.Automation.ErrorRecord] } | ForEach-Object { ($_.FullyQualifiedErrorId -split ',')[0] })
        # A row that the file itself makes bad is no refusal.
        $errors = @($errors | Where-Object { $_ -ne 'RowsRejected' })
        # What a plan cannot do without the steps that are refused is no failure of its own.
        $isPartly = $Name -eq 'Sync-PermPortal' -and $errors -contains 'ProfileNotFound'
        if (-not $isPartly -and ($errors | Where-Object { $_ -notin 'NotPermitted', 'NotAnAuditor' })) { $wrong.Add("$Name as $me $($With.Keys): $errors $($output | Where-Object { $_ -is [Management.Automation.ErrorRecord] })") }
        # Only a transcript holds what -WhatIf says, and to write an error into one takes longer than all else here.
        $shown = $With.WhatIf -and -not $errors ? "$(Get-WhatIfText { & $runs[$Name] $With 2> $null })" : ''
        $isChanged = (Get-FileState) -cne $files
        [pscustomobject]@{
            IsAllowed  = $errors.Count -eq 0 -or $isPartly
            IsPartly   = $isPartly
            ShowsSeats = $shown -match 'seats:' -or @($output | Where-Object { $_ -and $_.PSTypeNames[0] -in 'PermModule.SeatUsage', 'PermModule.SeatContract', 'PermModule.SeatImpact', 'PermModule.SeatRecommendation', 'PermModule.SeatHistoryPoint', 'PermModule.SeatForecast' }).Count -gt 0 -or (Test-Figure $output)
            Writes     = $isChanged
        }
    }

    $script:witness = $null
    $fake = Start-FakePortal -Users 2
    $wrong = [Collections.Generic.List[string]]::new()
    $cells = [ordered]@{}
    $writes = @{}
    $moreSeats = @{}
    $takesWhatIf = @{}
    $runs.Keys | ForEach-Object { $cells[$_] = [ordered]@{}; $takesWhatIf[$_] = (Get-Command ($_ -split ' ')[0]).Parameters.ContainsKey('WhatIf') }
    Push-Location $work
    try {
        foreach ($me in $actors) {
            $letter = ($me -split ' ')[1]
            $held = $columns[$letter] ?? $plain
            Close-Witness
            Remove-Item ./out, ./store -Recurse -Force -ErrorAction Ignore
            New-Item -ItemType Directory ./out, ./store | Out-Null
            Copy-Item $template ./store/perm.db
            $null = Connect-PermStore ./store/perm.db
            $isConnected = $false
            Connect-FakePortal $fake
            foreach ($name in $runs.Keys) {
                if (-not $isConnected) { $null = Connect-PermStore ./store/perm.db -As $me }
                $isConnected = $name -notmatch '^(Connect|Disconnect|New)-PermStore'
                $before = Get-LastEvent
                # What takes the place of the file does so with nobody but its own session in it.
                if ($name -like 'Restore-*') { Close-Witness }
                $trial = $takesWhatIf[$name] -and $letter -ne '*' ? (Get-Outcome $name @{ WhatIf = $true }) : $null
                if ($trial -and ($trial.Writes -or (Get-LastEvent) -ne $before)) { $wrong.Add("$name -WhatIf as $me changed something") }
                $real = Get-Outcome $name @{}
                if ($trial -and $trial.IsAllowed -ne $real.IsAllowed) { $wrong.Add("$name as $me is allowed: $($real.IsAllowed); with -WhatIf: $($trial.IsAllowed)") }
                if (-not $real.IsAllowed -and ($real.Writes -or $real.ShowsSeats -or (Get-LastEvent) -ne $before)) { $wrong.Add("$name as $me was refused, and did something all the same") }
                $cell = -not $real.IsAllowed ? '.' : $real.ShowsSeats -or $trial.ShowsSeats ? 's' : $real.IsPartly ? 'p' : 'x'
                if ($cells[$name][$letter] -and $cells[$name][$letter] -ne $cell) { $wrong.Add("$name differs between users with other rights") }
                $cells[$name][$letter] = $cell
                if ($real.Writes) { $writes[$name] = $true }
            }
        }

        # What a right shows together with the one for seats.
        Close-Witness
        Remove-Item ./out, ./store -Recurse -Force -ErrorAction Ignore
        New-Item -ItemType Directory ./out, ./store | Out-Null
        Copy-Item $template ./store/perm.db
        $null = Connect-PermStore ./store/perm.db
        foreach ($letter in @($columns.Keys) -ne 'C') {
            Grant-PermRight "of $letter" -Right $columns['C']
            $me = "with $letter"
            $held = $columns[$letter]
            foreach ($name in $runs.Keys | Where-Object { $takesWhatIf[$_] -and $cells[$_][$letter] -eq 'x' }) {
                if ((Get-PermStore).Actor -ne $me) { $null = Connect-PermStore ./store/perm.db -As $me }
                if ((Get-Outcome $name @{ WhatIf = $true }).ShowsSeats) { $moreSeats[$name] = $true }
            }
            $null = Connect-PermStore ./store/perm.db
        }
    }
    finally {
        Close-Witness
        Pop-Location
        Stop-FakePortal $fake
    }

    $matrix = @(
        "| cmdlet | - | $(@($columns.Keys) -join ' | ') | * | seats | file |"
        "| --- | $(@($columns.Keys + '-' + '*' | ForEach-Object { '-' }) -join ' | ') | --- | --- |"
        foreach ($name in $runs.Keys) {
            $seats = $cells[$name].Values -contains 's' ? 'shown' : $moreSeats[$name] ? 'with C' : ''
            "| $name | $(@($cells[$name].Values) -join ' | ') | $seats | $($writes[$name] ? 'written' : '') |" -replace ' {2,}', ' '
        }
    )
}

Describe 'Every cmdlet by every single right' {
    It 'is run for every cmdlet' {
        (Get-Command -Module PermModule -CommandType Cmdlet).Name | Where-Object { $_ -notin @($runs.Keys | ForEach-Object { ($_ -split ' ')[0] }) } | Should -BeNullOrEmpty
    }

    It 'leaves out only rights that need one of the table' {
        foreach ($key in $left) { (Get-PermRight $key).Requires | Where-Object { $_ -in $columns.Values } | Should -Not -BeNullOrEmpty -Because "$key is held by nobody" }
    }

    It 'asks for the same with -WhatIf, and leaves files, store and seats alone where it is refused' {
        $wrong -join "`n" | Should -BeNullOrEmpty
    }

    It 'is what the topic says' {
        # A change is wanted: run this file with PERMMODULE_UPDATE_SNAPSHOT=1 and review the difference.
        $text = Get-Content $topic -Raw
        $pattern = '(?s)\| cmdlet \| - \|.*?\|\n(?!\|)'
        if ($env:PERMMODULE_UPDATE_SNAPSHOT) {
            $text = [regex]::Replace($text, $pattern, { ($matrix -join "`n") + "`n" })
            Set-Content $topic $text -NoNewline
        }
        ([regex]::Match($text, $pattern).Value.TrimEnd() -split "`n") | Should -Be $matrix
    }
}
