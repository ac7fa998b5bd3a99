BeforeAll {
    . $PSScriptRoot/Setup.ps1
    $script:class = 'PermModule.Commands.RevokePermRightCommand'
}

Describe 'Revoke-PermRight' {
    BeforeEach {
        $null = New-TestStore
        $null = New-PermUser ann -Profile Admin
        Grant-PermRight Admin 'View orders', 'Manage orders'
    }

    It 'revokes by key, name, wildcard and object, and lowers the tier' {
        Revoke-PermRight Admin 'brand-store.*', (Get-PermRight 'Manage brands') | Should -BeNullOrEmpty
        (Get-PermProfile Admin).RightCount, (Get-SeatUsage Heavy).Active, (Get-SeatUsage Light).Active | Should -Be 0, 0, 1
    }

    It 'takes profiles and rows from the pipeline' {
        (Get-PermProfile | Revoke-PermRight -Right 'Create collections' -PassThru).RightCount | Should -Be 3, 1, 0
        "Profile,Right`nAdmin,Manage orders`nAdmin,View orders" | ConvertFrom-Csv | Revoke-PermRight
        (Get-PermProfile Admin).Rights | Should -Be asset-bank.asset.manage-brands
    }

    It 'refuses a right that another needs, unless the other leaves too' {
        $before = Get-TestState
        Revoke-PermRight Admin 'View orders' -ErrorVariable refused -ErrorAction SilentlyContinue
        $refused.FullyQualifiedErrorId, $refused.TargetObject | Should -Be "RightRequiredByOther,$class", brand-store.view-orders
        Get-TestState | Should -Be $before
        (Revoke-PermRight Admin 'View orders' -IncludeDependents -PassThru).Rights | Should -Be asset-bank.asset.manage-brands
    }

    It 'refuses what does not exist, and a piped user' {
        Revoke-PermRight nope 'View orders' -ErrorVariable refused -ErrorAction SilentlyContinue
        Revoke-PermRight Admin nope -ErrorVariable +refused -ErrorAction SilentlyContinue
        Revoke-PermRight Admin 'Manage templates' -ErrorVariable +refused -ErrorAction SilentlyContinue
        Get-PermUser ann | Revoke-PermRight -Right 'Manage brands' -ErrorVariable +refused -ErrorAction SilentlyContinue
        $refused.FullyQualifiedErrorId | Should -Be @('ProfileNotFound', 'RightNotFound', 'RightAmbiguous', 'InputObjectNotBound').ForEach({ "$_,$class" })
    }

    It 'keeps the limit of the tier that the users fall to' {
        $null = Set-SeatContract -Light 0
        Revoke-PermRight Admin 'Manage brands', 'Manage orders', 'View orders' -ErrorVariable refused -ErrorAction SilentlyContinue
        $refused.FullyQualifiedErrorId | Should -Be "SeatLimitExceeded,$class"
    }

    It 'names with -WhatIf the rights that leave beside those named' {
        Get-WhatIfText { Revoke-PermRight Admin 'View orders' -IncludeDependents -WhatIf } | Should -BeLike '*Revoke View orders: brand-store.view-orders, brand-store.manage-orders (seats*'
        Get-WhatIfText { Revoke-PermRight Admin '*brands*' -WhatIf } | Should -BeLike '*Revoke `*brands`*: asset-bank.asset.manage-brands (seats*'
    }

    It 'names the seat change with -WhatIf and changes nothing' {
        $before = Get-TestState
        Get-WhatIfText { Revoke-PermRight Admin 'Manage brands', 'Manage orders', 'View orders' -WhatIf } | Should -BeLike '*(seats: Heavy 1 -> 0 of unlimited, Light 0 -> 1 of unlimited)*Admin*'
        Get-TestState | Should -Be $before
    }
}
