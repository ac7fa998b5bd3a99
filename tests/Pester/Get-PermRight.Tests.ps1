BeforeAll { . $PSScriptRoot/Setup.ps1 }

Describe 'Get-PermRight' {
    BeforeEach { $null = New-TestStore }

    It 'lists all rights' {
        (Get-PermRight).Count | Should -Be 177
    }

    It 'finds by key, name, alias and wildcard' {
        (Get-PermRight asset-bank.asset.manage-brands).Name | Should -Be 'Manage brands'
        (Get-PermRight 'brand management').Key | Should -Be asset-bank.asset.manage-brands
        (Get-PermRight Editor).Alias | Should -Be 'CX User Community Manager', Editor
        Get-PermRight 'Manage categories' | Select-Object -ExpandProperty Alias | Should -BeNullOrEmpty
        (Get-PermRight '*.waiting-room.*').Category | Sort-Object -Unique | Should -Be 'Waiting Room'
        (Get-PermRight 'Manage templates').Count | Should -BeGreaterOrEqual 3
        Get-PermRight 'nothing*' | Should -BeNullOrEmpty
    }

    It 'filters by <Parameter>' -ForEach @(
        @{ Parameter = 'Solution'; Value = 'DAT'; Count = 4 }
        @{ Parameter = 'Solution'; Value = 'Studio', 'Custom*'; Count = 6 }
        @{ Parameter = 'Category'; Value = 'Collections', 'Waiting*'; Count = 12 }
        @{ Parameter = 'Tier'; Value = 'Heavy'; Count = 55 }
        @{ Parameter = 'Tier'; Value = 'Light', 'None'; Count = 53 }
        @{ Parameter = 'TierSource'; Value = 'Assumed'; Count = 26 }
        @{ Parameter = 'TierSource'; Value = 'Documented', 'Inferred'; Count = 151 }
        @{ Parameter = 'Kind'; Value = 'Restriction'; Count = 3 }
        @{ Parameter = 'Profile'; Value = 'Admin', 'View*'; Count = 2 }
    ) {
        $filter = @{ $Parameter = $Value }
        (Get-PermRight @filter).Count | Should -Be $Count
    }

    It 'applies every filter that is given' {
        $null = Set-PermRightTier brand-store.view-orders -Tier Light
        $null = Grant-PermRight Viewer '*order*' -IncludeRequired -PassThru
        $filter = @{ Right = '*order*'; Solution = 'Brand Store'; Category = 'Brand*'; Kind = 'Grant'; Tier = 'Heavy'; TierSource = 'Assumed'; Profile = 'Viewer' }
        $each = foreach ($name in $filter.Keys) {
            $one = @{ $name = $filter[$name] }
            , @((Get-PermRight @one).Key)
        }

        $expected = (Get-PermRight).Key.Where({ $key = $_; -not $each.Where({ $key -notin $_ }) })
        $expected | Should -Not -BeNullOrEmpty
        (Get-PermRight @filter).Key | Should -Be $expected
    }

    It 'shows relations, and the rights that a profile holds by implication too' {
        (Get-PermRight brand-store.order-admin-list).Requires | Should -Be brand-store.access-brandstore-management, brand-store.view-orders
        Grant-PermRight Viewer 'Create Transformations'
        (Get-PermRight -Profile Viewer -Solution DAT).Key | Should -Contain dynamic-asset-transformations.show-dat-url
        (Get-PermProfile Viewer | ForEach-Object { Get-PermRight -Profile $_ }).Count | Should -Be 4
    }

    It 'takes keys, rights and rows with a property Right from the pipeline' {
        ('brand-store.view-orders', (Get-PermRight 'Manage brands'), [pscustomobject]@{ Right = 'brand-store.manage-orders' } | Get-PermRight).Key |
            Should -Be brand-store.view-orders, asset-bank.asset.manage-brands, brand-store.manage-orders
    }

    It 'refuses what does not exist and goes on' {
        ('nope', 'brand-store.view-orders' | Get-PermRight -ErrorVariable refused -ErrorAction SilentlyContinue).Key | Should -Be brand-store.view-orders
        $null = Get-PermRight -Solution nope -ErrorVariable +refused -ErrorAction SilentlyContinue
        $null = Get-PermRight -Category nope -ErrorVariable +refused -ErrorAction SilentlyContinue
        $null = Get-PermRight -Profile nope -ErrorVariable +refused -ErrorAction SilentlyContinue
        $refused.FullyQualifiedErrorId | Should -Be @('RightNotFound', 'SolutionNotFound', 'CategoryNotFound', 'ProfileNotFound').ForEach({ "$_,PermModule.Commands.GetPermRightCommand" })
        $refused.TargetObject | Should -Be nope, nope, nope, nope
    }
}
