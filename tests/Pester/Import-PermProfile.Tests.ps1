BeforeAll {
    . $PSScriptRoot/Setup.ps1
    $script:class = 'PermModule.Commands.ImportPermProfileCommand'
}

Describe 'Import-PermProfile' {
    BeforeEach {
        $null = New-TestStore
        $null = New-PermUser ann
        $script:path = "$TestDrive/$([guid]::NewGuid()).json"
        Set-Content $path '{ "schemaVersion": 1, "contract": { "heavy": 3 }, "profiles": [
            { "name": "Guest", "description": "Looks on", "rights": [] },
            { "name": "Viewer", "isDefault": true, "rights": ["asset-bank.asset.manage-brands"] } ] }'
    }

    It 'makes the store what the document says, and nothing of it twice' {
        Import-PermProfile $path | Should -BeNullOrEmpty
        (Get-PermProfile).Name | Should -Be Admin, Editor, Guest, Viewer
        (Get-PermProfile Viewer).Tier, (Get-SeatContract).Heavy | Should -Be Heavy, 3
        $before = Get-TestState
        Import-PermProfile $path -PassThru | Should -BeNullOrEmpty
        Get-TestState | Should -Be $before
    }

    It 'says what to change in the document, not what other cmdlets take' -ForEach @(
        @{ Rights = '"brand-store.manage-orders"'; Step = '*Add that right to the profile in the document.' }
        @{ Rights = '"brand-guidelines.creator", "brand-guidelines.viewer"'; Step = '*Leave one of them in the document.' }
    ) {
        Set-Content $path ('{{ "schemaVersion": 1, "profiles": [ {{ "name": "New", "rights": [{0}] }} ] }}' -f $Rights)
        Import-PermProfile $path -ErrorVariable refused -ErrorAction SilentlyContinue
        "$refused" | Should -BeLike $Step
    }

    It 'brings an export back, by pipe' {
        $exported = Export-PermProfile "$path.export"
        $before = Get-TestState
        Import-PermProfile $path
        Get-TestState | Should -Not -Be $before
        $lines = $exported | Import-PermProfile -PassThru
        "$($lines[0])" | Should -Be '~ Seat contract: heavy 3 -> unlimited'
        (Get-PermProfile Viewer).Rights | Should -Be asset-bank.collections.create-collections
        (Get-PermProfile Guest).RightCount | Should -Be 0
    }

    It 'prints the plan with -WhatIf, with the seats, and changes nothing' {
        $before = Get-TestState
        $plan = Import-PermProfile $path -WhatIf
        $plan.ForEach({ "$_" }) | Should -Be @(
            '~ Seat contract: heavy unlimited -> 3'
            '+ Guest: profile Looks on'
            '- Viewer: right asset-bank.collections.create-collections'
            '+ Viewer: right asset-bank.asset.manage-brands'
        )
        Get-WhatIfText { Import-PermProfile $path -WhatIf } | Should -BeLike '*(seats: Heavy 0 -> 1 of 3, Light 1 -> 0 of unlimited)*'
        Get-TestState | Should -Be $before
    }

    It 'lists the differences with -WhatIf also where seats are missing, and the refusal' {
        Set-Content $path '{ "schemaVersion": 1, "contract": { "heavy": 0 }, "profiles": [ { "name": "Viewer", "rights": ["asset-bank.asset.manage-brands"] } ] }'
        $before = Get-TestState
        $plan = Import-PermProfile $path -WhatIf -ErrorVariable refused -ErrorAction SilentlyContinue
        $plan.ForEach({ "$_" }) | Should -Contain '+ Viewer: right asset-bank.asset.manage-brands'
        $refused.FullyQualifiedErrorId | Should -Be "SeatLimitExceeded,$class"
        Get-WhatIfText { Import-PermProfile $path -WhatIf -ErrorAction SilentlyContinue } | Should -BeLike '*(seats: Heavy 0 -> 1 of 0*'
        Get-TestState | Should -Be $before
    }

    It 'reads a document edited by hand: comments, a comma too many, UTF-16' {
        Set-Content $path '{ "schemaVersion": 1, /* ours */ "profiles": [ { "name": "Guest", "rights": [], }, ] } // end' -Encoding unicode
        Import-PermProfile $path
        (Get-PermProfile Guest).RightCount | Should -Be 0
    }

    It 'is refused before the document is read where the user may not import' {
        $null = New-PermUser nob -Profile Viewer
        Set-Content $path 'secret'
        $null = Connect-PermStore (Get-PermStore).Path -As nob
        Import-PermProfile $path -ErrorVariable refused -ErrorAction SilentlyContinue
        $refused.FullyQualifiedErrorId | Should -Be "NotPermitted,$class"
    }

    It 'refuses <Id> and applies nothing' -ForEach @(
        @{ Id = 'InvalidDocument'; Text = '{ "schemaVersion": 1, "profiles": [ {' }
        @{ Id = 'SchemaVersionUnknown'; Text = '{ "schemaVersion": 99, "profiles": [] }' }
        @{ Id = 'RightNotFound'; Text = '{ "schemaVersion": 1, "profiles": [ { "name": "New", "rights": [] }, { "name": "X", "rights": ["nope"] } ] }' }
        @{ Id = 'DuplicateRight'; Text = '{ "schemaVersion": 1, "profiles": [ { "name": "X", "rights": ["brand-store.view-orders", "brand-store.view-orders"] } ] }' }
        @{ Id = 'DuplicateProfile'; Text = '{ "schemaVersion": 1, "profiles": [ { "name": "X", "rights": [] }, { "name": "x", "rights": [] } ] }' }
        @{ Id = 'SeatLimitExceeded'; Text = '{ "schemaVersion": 1, "contract": { "heavy": 0 }, "profiles": [ { "name": "Viewer", "rights": ["asset-bank.asset.manage-brands"] } ] }' }
        @{ Id = 'RightMaintenanceOnly'; Text = '{ "schemaVersion": 1, "profiles": [ { "name": "X", "rights": ["asset-bank.content-customization.manage-content-customization"] } ] }' }
    ) {
        Set-Content $path $Text
        $before = Get-TestState
        Import-PermProfile $path -ErrorVariable refused -ErrorAction SilentlyContinue
        $refused.FullyQualifiedErrorId | Should -Be "$Id,$class"
        Get-TestState | Should -Be $before
    }

    It 'refuses a missing file and a folder' {
        Import-PermProfile "$TestDrive/missing.json" -ErrorVariable refused -ErrorAction SilentlyContinue
        Import-PermProfile $TestDrive -ErrorVariable +refused -ErrorAction SilentlyContinue
        $refused.FullyQualifiedErrorId | Should -Be "FileNotFound,$class", "NotAFile,$class"
    }

    It 'lets a right for maintenance in with -AllowMaintenance' {
        Set-Content $path '{ "schemaVersion": 1, "profiles": [ { "name": "X", "rights": ["asset-bank.content-customization.manage-content-customization"] } ] }'
        (Import-PermProfile $path -AllowMaintenance -PassThru).Count | Should -Be 2
    }
}
