BeforeAll { . $PSScriptRoot/Setup.ps1 }

Describe 'New-PermProfile' {
    BeforeEach { $null = New-TestStore }

    It 'makes an empty Light profile of a name alone' {
        $made = New-PermProfile Guest
        $made | Should -BeOfType PermProfile
        $made.Tier, $made.RightCount, $made.IsDefault, $made.TotalUsers | Should -Be Light, 0, $false, 0
    }

    It 'takes description, rights, a profile to copy and the default' {
        $made = New-PermProfile Lead -Description 'Leads' -Right 'asset-bank.collections.*', (Get-PermRight 'Manage brands') -CopyFrom Editor -Default
        $made.Description, $made.Tier, $made.IsDefault | Should -Be Leads, Heavy, $true
        $made.Rights | Should -Contain asset-bank.asset-management.upload-assets
        (Get-PermProfile | Where-Object IsDefault).Name | Should -Be Lead
    }

    It 'takes everything by property name, also from another store' {
        $rows = "Name,Description,Right,CopyFrom,Default`nA,first,brand-store.view-orders,Viewer,no`nB,,,Editor,yes" | ConvertFrom-Csv | ForEach-Object {
            if (-not $_.Right) { $_.PSObject.Properties.Remove('Right') }
            $_
        }
        $made = $rows | New-PermProfile
        $made.ForEach({ "$($_.Name) $($_.RightCount) $($_.IsDefault)" }) | Should -Be 'A 2 False', 'B 1 True'
        $there = New-PermStore "$TestDrive/$([guid]::NewGuid())/other.db"
        ($made | New-PermProfile -Store $there).RightCount | Should -Be 2, 1
    }

    It 'leaves the default where a profile is copied under another name' {
        $default = Get-PermProfile | Where-Object IsDefault
        $default | Should -Not -BeNullOrEmpty
        ($default | New-PermProfile -Name Copy).IsDefault | Should -BeFalse
        (Get-PermProfile | Where-Object IsDefault).Name | Should -Be $default.Name
        ($default | New-PermProfile -Name Next -Default).IsDefault | Should -BeTrue
        $there = New-PermStore "$TestDrive/$([guid]::NewGuid())/other.db"
        ($default | New-PermProfile -Store $there).IsDefault | Should -BeTrue
    }

    It 'refuses <Id>' -ForEach @(
        @{ Id = 'ProfileAlreadyExists'; With = @{ Name = 'ADMIN' }; Target = 'ADMIN' }
        @{ Id = 'ProfileNotFound'; With = @{ Name = 'New'; CopyFrom = 'nope' }; Target = 'nope' }
        @{ Id = 'RightNotFound'; With = @{ Name = 'New'; Right = 'nope' }; Target = 'nope' }
        @{ Id = 'RightAmbiguous'; With = @{ Name = 'New'; Right = 'Manage templates' }; Target = 'Manage templates' }
        @{ Id = 'RightRequiresOther'; With = @{ Name = 'New'; Right = 'Manage orders' }; Target = 'brand-store.manage-orders' }
        @{ Id = 'RightMaintenanceOnly'; With = @{ Name = 'New'; Right = 'Manage content customization' }; Target = 'asset-bank.content-customization.manage-content-customization' }
        @{ Id = 'InvalidName'; With = @{ Name = ' ' }; Target = ' ' }
        @{ Id = 'ValueTooLong'; With = @{ Name = 'x' * 257 }; Target = ('x' * 80) + [char]0x2026 }
    ) {
        $before = Get-TestState
        New-PermProfile @With -ErrorVariable refused -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $refused.FullyQualifiedErrorId | Should -Be "$Id,PermModule.Commands.NewPermProfileCommand"
        $refused.TargetObject | Should -Be $Target
        Get-TestState | Should -Be $before
    }

    It 'skips deprecated and maintenance rights with a wildcard, says so, and leaves out what is excluded' {
        $made = New-PermProfile DAM -Right 'asset-bank.*' -ExcludeRight '*.waiting-room.*', asset-bank.users-and-permissions.manage-users -WarningVariable warned -WarningAction SilentlyContinue
        $made.RightCount | Should -Be 67
        $warned | Should -BeLike '*skipped*asset-bank.content-customization.manage-content-customization*asset-bank.system-admin.manage-external-server-settings*'
        (New-PermProfile Vendor -Right '*.manage-content-customization' -AllowMaintenance).RightCount | Should -Be 1
        (New-PermProfile Orders -Right 'Manage orders' -IncludeRequired).Rights | Should -Be brand-store.view-orders, brand-store.manage-orders
    }

    It 'lets one bad record of a pipeline go by, or stops at it' {
        $rows = 'A', 'Admin', 'B' | ForEach-Object { [pscustomobject]@{ Name = $_ } }
        ($rows | New-PermProfile -ErrorAction SilentlyContinue).Name | Should -Be A, B
        $rows = 'C', 'Admin', 'D' | ForEach-Object { [pscustomobject]@{ Name = $_ } }
        { $rows | New-PermProfile -ErrorAction Stop } | Should -Throw -ErrorId 'ProfileAlreadyExists,PermModule.Commands.NewPermProfileCommand'
        (Get-PermProfile C, D -ErrorAction SilentlyContinue).Name | Should -Be C
    }

    It 'changes nothing with -WhatIf and still returns what would be' {
        $before = Get-TestState
        (New-PermProfile Guest -Right 'Manage brands' -Default -WhatIf).Tier | Should -Be Heavy
        Get-TestState | Should -Be $before
    }
}
