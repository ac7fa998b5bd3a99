# The jobs an administrator does, each in one or two lines that read as the documentation does.
BeforeAll {
    . $PSScriptRoot/Setup.ps1
    . $PSScriptRoot/PortalSetup.ps1
}

Describe 'An administrator' {
    BeforeEach {
        $null = New-TestStore
        Push-Location (New-Item "$TestDrive/$([guid]::NewGuid())" -ItemType Directory)
        $null = New-PermProfile Auditors -Right asset-bank.waiting-room.audit-download-requests
        'ann', 'cid', 'dora' | ForEach-Object { $null = New-PermUser $_ -Department Sales -Location Utrecht }
        $null = New-PermUser bob -Profile Auditors
    }

    AfterEach { Pop-Location }

    It 'onboards people from a sheet with localized headers, and mends the rejects' {
        @'
Benutzername;E-Mail-Adresse;Profil;Erstellt am
gina;gina@example.com;Editor;31.01.2026
hugo;no address;Editor;01.02.2026
ivan;ivan@example.com;Editor;30.02.2026
'@ | Set-Content people.csv
        # A sheet that a spreadsheet program would write from it.
        $null = Import-PermUser people.csv -RejectPath sheet.xlsx -Profile Viewer -Culture en-US -ErrorAction SilentlyContinue

        $first = Import-PermUser sheet.xlsx -RejectPath bad.xlsx -Culture de-DE -ErrorAction SilentlyContinue
        $first.Created, $first.Rejected | Should -Be 1, 2
        (Import-PermUser bad.xlsx -Culture de-DE -ColumnMap @{ Email = ''; CreatedAt = '' }).Created | Should -Be 2
        (Get-PermUser gina).CreatedAt.Month | Should -Be 1
    }

    It 'moves a department: do the seats suffice, then the move' {
        $null = Set-SeatContract -Regular 4

        $people = Get-PermUser -Location Utrecht
        ($people | Measure-SeatImpact -ToProfile Editor).Fits | Should -BeTrue
        $people | Set-PermUser -Profile Editor -Department Press

        (Get-PermUser -Department Press).ProfileName | Should -Be Editor, Editor, Editor
    }

    It 'sees who can delete assets' {
        $null = New-PermProfile Cleaners -Right asset-bank.asset-management.delete-assets
        Set-PermUser dora -Profile Cleaners

        (Get-PermRightHolder 'Delete assets').UserName | Should -Be dora
        (Get-PermUser -Right 'Delete assets').UserName | Should -Be dora
        Get-PermEffectiveRight dora 'Delete assets' | Should -HaveCount 2
    }

    It 'answers who could delete assets on a day' {
        $null = New-PermProfile Cleaners -Right asset-bank.asset-management.delete-assets
        Set-PermUser dora -Profile Cleaners
        Start-Sleep -Milliseconds 20
        $day = Get-Date
        Start-Sleep -Milliseconds 20
        Set-PermUser dora -Profile Viewer

        (Get-PermRightHolder 'Delete assets' -AsOf $day).UserName | Should -Be dora
        Get-PermRightHolder 'Delete assets' | Should -BeNullOrEmpty
    }

    It 'takes a mistake back' {
        Get-PermUser -Department Sales | Set-PermUser -Department Sails

        Get-PermAuditEvent -Newest 1 | Undo-PermChange -WhatIf
        Get-PermAuditEvent -Newest 1 | Undo-PermChange

        (Get-PermUser -Department Sales).Count | Should -Be 3
    }

    It 'asks when seats run out' {
        $null = Set-SeatContract -Light 50

        $forecast = Get-SeatForecast Light -Horizon 90

        $forecast.Enough, $forecast.RunsOutOn | Should -Be $false, $null
        (Get-SeatHistory -Tier Light)[-1].Active | Should -Be 3
    }

    It 'erases a person who left' {
        Remove-PermUser ann -Confirm:$false
        Clear-PermPersonalData ann -Confirm:$false

        Get-PermAuditEvent ann | Should -BeNullOrEmpty
        Test-PermAuditTrail | Should -BeTrue
    }

    It 'sees what differs from last week''s backup, and from an hour ago' {
        $null = Backup-PermStore last-week.db
        Start-Sleep -Milliseconds 20
        $before = Get-Date
        Start-Sleep -Milliseconds 20
        Set-PermUser cid -Department Press

        (Compare-PermStore last-week.db).Command | Should -Be "Set-PermUser 'cid' -Department 'Sales'"
        (Compare-PermStore -ReferenceAsOf $before).Difference | Should -Be Press
    }

    It 'frees ten Heavy seats with the least harm' {
        $null = Set-SeatContract -Heavy 20
        $null = 1..12 | ForEach-Object { New-PermUser "heavy$_" -Profile Admin }

        Get-SeatRecommendation -Tier Heavy -Seats 10 -NotSeenFor 0 | Disable-PermUser -WhatIf
        Get-SeatRecommendation -Tier Heavy -Seats 10 -NotSeenFor 0 | Disable-PermUser

        (Get-SeatUsage Heavy).Active | Should -Be 2
    }

    It 'approves what waits, except the requests of one person' {
        $null = 'ann', 'cid', 'dora' | ForEach-Object { Submit-WaitingRoomItem Download $_ logo.png -Reason Print }

        Get-WaitingRoomItem -Kind Download -OlderThan 0d | Where-Object Requester -NE ann | Approve-WaitingRoomItem -Auditor bob

        (Get-WaitingRoomItem).Requester | Should -Be ann
        Get-WaitingRoomItem -OlderThan 2d | Should -BeNullOrEmpty
    }

    It 'has a runbook that fails on errors and posts a summary' {
        $store = (Get-PermStore).Path
        $before = $env:PSModulePath
        $env:PSModulePath = "$script:root/out$([IO.Path]::PathSeparator)$before"
        try {
            $said = pwsh -NoProfile -NonInteractive -Command "Invoke-PermAudit -Store '$store' -Severity Error -EnableExit"
        }
        finally {
            $env:PSModulePath = $before
        }

        $LASTEXITCODE | Should -Be 1 -Because "$said"
        Export-PermReport -AsText Plain | Should -BeLike '*Error: PortalOwnerMissing*'
        (Export-PermReport -AsText Card | ConvertFrom-Json).type | Should -Be AdaptiveCard
    }

    It 'keeps profiles in version control' {
        $null = Export-PermProfile perm.json
        (Get-Content perm.json -Raw) -replace '"Editor"', '"Writer"' | Set-Content perm.json

        $plan = Import-PermProfile perm.json -WhatIf
        Get-PermProfile Writer -ErrorAction Ignore | Should -BeNullOrEmpty
        $null = Import-PermProfile perm.json

        $plan | Should -Not -BeNullOrEmpty
        (Get-PermProfile Writer).RightCount | Should -Be 1
    }

    It 'hands over and removes somebody who left' {
        Add-PermRoleMember PortalOwner ann
        $null = Submit-WaitingRoomItem Download ann logo.png -Reason Print

        Remove-PermUser ann -Transfer bob -WhatIf
        Remove-PermUser ann -Transfer bob -Confirm:$false 6>$null

        (Get-PermRoleMember PortalOwner).UserName, (Get-WaitingRoomItem).Requester | Should -Be bob, bob
    }

    It 'compares the portal with the store, and pushes what is safe' {
        $fake = Start-FakePortal -Users 3
        $env:PERMMODULE_PORTAL_URI, $env:PERMMODULE_PORTAL_TOKEN = $fake.Uri, $fake.Token
        try {
            $null = New-PermStore ./portal.db
            Connect-FakePortal $fake
            Sync-PermPortal Pull
            Set-PermUser user0001 -Department Finance

            Compare-PermPortal -Direction Push | Where-Object Action -NE Deactivate | Sync-PermPortal

            Compare-PermPortal -Direction Push | Should -BeNullOrEmpty
        }
        finally {
            $env:PERMMODULE_PORTAL_URI = $env:PERMMODULE_PORTAL_TOKEN = ''
            Stop-FakePortal $fake
        }
    }
}
