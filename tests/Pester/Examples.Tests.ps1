BeforeAll {
    . $PSScriptRoot/Setup.ps1

    function Invoke-Example {
        # Runs an example as a scheduler does: in a process of its own that finds the module by its name.
        $name, $arguments = $args
        $before = $env:PSModulePath
        $env:PSModulePath = "$script:root/out$([IO.Path]::PathSeparator)$before"
        try {
            $output = pwsh -NoProfile -NonInteractive -File "$script:root/examples/$name" @arguments 2>&1 | Out-String -Width 200
            [pscustomobject]@{ ExitCode = $LASTEXITCODE; Output = $output }
        }
        finally {
            $env:PSModulePath = $before
        }
    }
}

Describe 'examples with a portal' {
    BeforeAll {
        . $PSScriptRoot/PortalSetup.ps1
        $script:fake = Start-FakePortal -Users 12
        $env:PERMMODULE_PORTAL_URI, $env:PERMMODULE_PORTAL_TOKEN = $fake.Uri, $fake.Token
    }

    AfterAll {
        $env:PERMMODULE_PORTAL_URI = $env:PERMMODULE_PORTAL_TOKEN = ''
        Stop-FakePortal $fake
    }

    BeforeEach {
        $script:path = (New-TestStore -Empty).Path
        Connect-FakePortal $fake
        Sync-PermPortal Pull
        Disconnect-PermStore
    }

    It 'portal-onboarding.ps1 shows a plan, keeps it, and creates newcomers when told to' {
        $table = "$TestDrive/newcomers.csv"
        "UserName,Email,FirstName,LastName,Profile,Group`neve,eve@example.com,Eve,Berg,Editors,Agency`nfinn,finn@example.com,,,Viewers," | Set-Content $table
        $shown = Invoke-Example portal-onboarding.ps1 -StorePath $script:path -Path $table -PlanPath "$TestDrive/plan.json"
        $shown.ExitCode | Should -Be 0 -Because $shown.Output
        $shown.Output | Should -BeLike '*asks for FirstName, LastName*'
        (Invoke-FakePortal $fake).users | Should -Be 13
        (Get-Content "$TestDrive/plan.json" -Raw | ConvertFrom-Json).Name | Should -Be eve, eve, finn
        $done = Invoke-Example portal-onboarding.ps1 -StorePath $script:path -Path $table -Apply
        $done.ExitCode | Should -Be 0 -Because $done.Output
        (Invoke-FakePortal $fake).users | Should -Be 14
        $null = Invoke-FakePortal $fake user @{ userName = 'eve'; isGone = $true }
    }

    It 'portal-nightly-drift.ps1 fails the job by as many differences as there are' {
        $arguments = '-StorePath', $script:path, '-RequestsPerSecond', 10000, '-RequestsPerWindow', 1000000
        (Invoke-Example portal-nightly-drift.ps1 @arguments).ExitCode | Should -Be 0
        $null = Invoke-FakePortal $fake user @{ userName = 'user0001'; department = 'Finance' }
        $null = Invoke-FakePortal $fake user @{ userName = 'stranger'; profile = 'Viewers' }
        $night = Invoke-Example portal-nightly-drift.ps1 @arguments -Path "$TestDrive/drift.csv" -UpdateStore
        $night.ExitCode | Should -Be 2 -Because $night.Output
        (Import-Csv "$TestDrive/drift.csv").Name | Should -Be user0001, stranger
        $null = Invoke-FakePortal $fake user @{ userName = 'stranger'; isGone = $true }
    }
}

Describe 'examples' {
    BeforeEach {
        $store = New-TestStore
        $script:path = $store.Path
        $script:folder = "$TestDrive/$([guid]::NewGuid())"
    }

    Context 'nightly-audit.ps1' {
        It 'fails the job by as many errors as there are, and writes report and digest' {
            $night = Invoke-Example nightly-audit.ps1 -StorePath $script:path -Folder $script:folder
            $night.Output | Should -BeLike '*PortalOwnerMissing*'
            $night.ExitCode | Should -Be 1 -Because $night.Output
            (Get-ChildItem $script:folder -Filter report-*.html).Count | Should -Be 1
            Get-Content "$script:folder/digests.jsonl" | Test-PermAuditTrail | Should -BeTrue
        }

        It 'passes when nothing is wrong, and compares with the night before' {
            'ann', 'bob' | ForEach-Object { $null = New-PermUser $_ -Profile Editor; Add-PermRoleMember -Role PortalOwner -User $_ }
            $null = Invoke-Example nightly-audit.ps1 -StorePath $script:path -Folder $script:folder
            $null = New-PermUser eve
            $night = Invoke-Example nightly-audit.ps1 -StorePath $script:path -Folder $script:folder
            $night.ExitCode | Should -Be 0 -Because $night.Output
            (Get-Content "$script:folder/digests.jsonl").Count | Should -Be 2
            (Get-ChildItem $script:folder -Filter report-*.json).Count | Should -Be 2
        }

        It 'finds that the trail was put back to an earlier night, and keeps no digest of that' {
            'ann', 'bob' | ForEach-Object { $null = New-PermUser $_ -Profile Editor; Add-PermRoleMember -Role PortalOwner -User $_ }
            Disconnect-PermStore
            Copy-Item $script:path "$script:path.copy"
            $null = Connect-PermStore $script:path
            Remove-PermUser ann -Confirm:$false
            $null = Invoke-Example nightly-audit.ps1 -StorePath $script:path -Folder $script:folder
            Disconnect-PermStore
            Remove-Item "$script:path", "$script:path-*"
            Copy-Item "$script:path.copy" $script:path
            $night = Invoke-Example nightly-audit.ps1 -StorePath $script:path -Folder $script:folder
            $night.ExitCode | Should -Be 1 -Because $night.Output
            $night.Output | Should -BeLike '*The trail was cut*'
            (Get-Content "$script:folder/digests.jsonl").Count | Should -Be 1
        }

        It 'does not pass where there is no store' {
            (Invoke-Example nightly-audit.ps1 -StorePath "$TestDrive/none.db" -Folder $script:folder).ExitCode | Should -Not -Be 0
        }
    }

    Context 'seat-cleanup.ps1' {
        BeforeEach {
            $null = 'ann', 'bob', 'owner' | ForEach-Object { New-PermUser $_ -Profile Editor }
            Add-PermRoleMember -Role PortalOwner -User owner
        }

        It 'shows what would happen and does nothing' {
            $run = Invoke-Example seat-cleanup.ps1 -StorePath $script:path -NotSeenFor 0
            $run.ExitCode | Should -Be 0 -Because $run.Output
            $run.Output | Should -BeLike '*What if*ann*Regular 3 -> 1*'
            (Get-PermUser -Active).UserName | Should -Be ann, bob, owner
        }

        It 'deactivates with -Apply, keeps who that was, and can be taken back' {
            $log = "$TestDrive/$([guid]::NewGuid()).csv"
            $run = Invoke-Example seat-cleanup.ps1 -StorePath $script:path -NotSeenFor 0 -Apply -LogPath $log
            $run.ExitCode | Should -Be 0 -Because $run.Output
            (Get-PermUser -Active).UserName | Should -Be owner
            Import-Csv $log | Enable-PermUser
            (Get-PermUser -Active).UserName | Should -Be ann, bob, owner
        }
    }

    Context 'seat-planning.ps1' {
        It 'says what a right would cost and changes nothing' {
            $null = New-PermUser ann -Profile Viewer
            Set-SeatContract -Regular 0
            $digest = Get-PermAuditDigest
            $run = Invoke-Example seat-planning.ps1 -StorePath $script:path -Right 'asset-bank.asset-management.upload-assets'
            $run.ExitCode | Should -Be 0 -Because $run.Output
            $run.Output | Should -BeLike '*Viewer*Light*Regular*False*'
            Get-PermAuditDigest | Should -Be $digest
        }
    }

    Context 'onboarding.ps1' {
        BeforeEach { $null = 'Viewers', 'Editors' | ForEach-Object { New-PermProfile $_ -Right asset-bank.collections.create-collections } }

        It 'brings the people in, and changes nothing the second time' {
            $list = "$script:root/examples/data/people.csv"
            $rejects = "$TestDrive/rejects.csv"
            $run = Invoke-Example onboarding.ps1 -StorePath $script:path -Path $list -RejectPath $rejects
            $run.ExitCode | Should -Be 0 -Because $run.Output
            @(Get-PermUser).Count | Should -Be @(Import-Csv $list).Count
            $digest = Get-PermAuditDigest
            $null = Invoke-Example onboarding.ps1 -StorePath $script:path -Path $list -RejectPath $rejects
            Get-PermAuditDigest | Should -Be $digest
        }

        It 'names the rows it cannot take and fails the job' {
            $run = Invoke-Example onboarding.ps1 -StorePath $script:path -Path "$script:root/examples/data/bad-people.csv" -RejectPath "$TestDrive/bad.csv"
            $run.ExitCode | Should -Be 1
            $run.Output | Should -BeLike '*Wizards*'
            "$TestDrive/bad.csv" | Should -Exist
        }

        It 'changes nothing with -WhatIf' {
            $run = Invoke-Example onboarding.ps1 -StorePath $script:path -Path "$script:root/examples/data/newcomers.txt" -ProfileName Viewers -WhatIf
            $run.ExitCode | Should -Be 0 -Because $run.Output
            Get-PermUser | Should -BeNullOrEmpty
        }
    }
}
