BeforeAll {
    . $PSScriptRoot/Setup.ps1
    $script:class = 'PermModule.Commands.GrantPermRightCommand'
}

Describe 'Grant-PermRight' {
    BeforeEach {
        $null = New-TestStore
        $null = New-PermUser ann
        $null = New-PermUser bob
    }

    It 'grants by key, unique name, wildcard and object' {
        Grant-PermRight Viewer brand-store.view-orders, 'Manage orders', '*.waiting-room.*', (Get-PermRight 'Manage brands') | Should -BeNullOrEmpty
        $rights = (Get-PermProfile Viewer).Rights
        $rights | Should -Contain brand-store.manage-orders
        $rights | Should -Contain asset-bank.asset.manage-brands
        ($rights -like 'asset-bank.waiting-room.*').Count | Should -Be (Get-PermRight '*.waiting-room.*').Count
    }

    It 'takes profiles, rows with Profile and Right, and rights from the pipeline, each a change of its own' {
        (Get-PermProfile Admin, Viewer | Grant-PermRight -Right 'View orders' -PassThru).Name | Should -Be Admin, Viewer
        "Profile,Right`nViewer,Manage orders`nnope,Manage orders`nEditor,Manage orders`nEditor,View orders" | ConvertFrom-Csv |
            Grant-PermRight -ErrorVariable refused -ErrorAction SilentlyContinue
        $refused.FullyQualifiedErrorId | Should -Be "ProfileNotFound,$class", "RightRequiresOther,$class"
        (Get-PermProfile).RightCount | Should -Be 2, 2, 3
        (Get-PermRight brand-store.*view* | Grant-PermRight Editor -PassThru).Name | Should -Be Editor
    }

    It 'refuses a piped user rather than taking the profile of the user' {
        Get-PermUser ann | Grant-PermRight -Right 'Manage brands' -ErrorVariable refused -ErrorAction SilentlyContinue
        $refused.FullyQualifiedErrorId | Should -Be "InputObjectNotBound,$class"
        (Get-PermProfile Viewer).RightCount | Should -Be 1
    }

    It 'refuses a row about a user rather than granting to everybody with the profile of that user' {
        $before = Get-PermProfile | ConvertTo-Json
        foreach ($command in 'Grant-PermRight', 'Revoke-PermRight') {
            "UserName,Profile`nann,Viewer`nbob,Editor" | ConvertFrom-Csv | & $command -Right 'View orders' -ErrorVariable refused -ErrorAction SilentlyContinue
            $refused.FullyQualifiedErrorId | Should -Be (@("ParameterArgumentTransformationError,PermModule.Commands.$($command.Replace('-', ''))Command") * 2)
            "$($refused[0])" | Should -BeLike "*UserName*'ann'*"
        }
        Get-PermProfile | ConvertTo-Json | Should -BeExactly $before
    }

    It 'refuses <Id> and changes nothing' -ForEach @(
        @{ Id = 'ProfileNotFound'; With = @{ Profile = 'nope'; Right = 'Manage brands' }; Target = 'nope' }
        @{ Id = 'RightNotFound'; With = @{ Profile = 'Viewer'; Right = 'Manage brands', 'nope' }; Target = 'nope' }
        @{ Id = 'RightAmbiguous'; With = @{ Profile = 'Viewer'; Right = 'Manage templates' }; Target = 'Manage templates' }
        @{ Id = 'RightRequiresOther'; With = @{ Profile = 'Viewer'; Right = 'brand-store.manage-orders' }; Target = 'brand-store.manage-orders' }
        @{ Id = 'RightRequiresOther'; With = @{ Profile = 'Viewer'; Right = 'Manage orders'; IncludeRequired = $true; ExcludeRight = 'View orders' }; Target = 'brand-store.manage-orders' }
        @{ Id = 'RightExclusive'; With = @{ Profile = 'Viewer'; Right = 'brand-guidelines.*' }; Target = 'brand-guidelines.creator' }
        @{ Id = 'RightMaintenanceOnly'; With = @{ Profile = 'Viewer'; Right = 'Manage content customization' }; Target = 'asset-bank.content-customization.manage-content-customization' }
        @{ Id = 'SeatLimitExceeded'; With = @{ Profile = 'Viewer'; Right = 'Manage brands' }; Target = 'Viewer' }
    ) {
        $null = Set-SeatContract -Heavy 1
        $before = Get-TestState
        Grant-PermRight @With -PassThru -ErrorVariable refused -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $refused.FullyQualifiedErrorId | Should -Be "$Id,$class"
        $refused.TargetObject | Should -Be $Target
        Get-TestState | Should -Be $before
    }

    It 'carries tier, needed, free and limit in a refusal, and passes with one seat more' {
        $null = Set-SeatContract -Heavy 1
        { Grant-PermRight Viewer 'Manage brands' -ErrorAction Stop } | Should -Throw '*Heavy seats needed 2, free 1, limit 1*'
        $null = Set-SeatContract -Heavy 2
        (Grant-PermRight Viewer 'Manage brands' -PassThru).Tier | Should -Be Heavy
    }

    It 'warns and goes on where the contract warns' {
        $null = Set-SeatContract -Heavy 1 -Enforcement Warn
        Grant-PermRight Viewer 'Manage brands' -WarningVariable warned -WarningAction SilentlyContinue
        $warned | Should -BeLike 'Heavy seats are over the contract: 2 in use, limit 1.'
        (Get-SeatUsage Heavy).Status | Should -Be Over
    }

    It 'grants what a right needs with -IncludeRequired, and a right for maintenance with -AllowMaintenance' {
        (Grant-PermRight Viewer 'Order admin list' -IncludeRequired -PassThru).Rights | Should -Contain brand-store.access-brandstore-management
        (Grant-PermRight Viewer 'Manage content customization' -AllowMaintenance -PassThru).RightCount | Should -Be 5
    }

    It 'warns of a deprecated right' {
        Grant-PermRight Viewer 'Manage external server settings' -WarningVariable warned -WarningAction SilentlyContinue
        $warned | Should -BeLike '*manage-external-server-settings*deprecated*'
    }

    It 'warns of a wildcard that no right matches, also where it says what is left out' {
        $before = Get-TestState
        Grant-PermRight Viewer 'asset-bnk.*' -ExcludeRight 'nope*' -WarningVariable warned -WarningAction SilentlyContinue
        Revoke-PermRight Viewer 'brand-stor.*' -WarningVariable +warned -WarningAction SilentlyContinue
        $null = Measure-SeatImpact Viewer -GrantRight 'x.*' -WarningVariable +warned -WarningAction SilentlyContinue
        $warned | Should -Be @("'nope*'", "'asset-bnk.*'", "'brand-stor.*'", "'x.*'" | ForEach-Object { "No right matches $_. Find rights by a part of the name with Get-PermRight and wildcards." })
        Get-TestState | Should -Be $before
    }

    It 'changes nothing when repeated' {
        Grant-PermRight Viewer 'Manage brands'
        $before = Get-TestState
        Grant-PermRight Viewer 'Manage brands'
        Get-TestState | Should -Be $before
    }

    It 'names with -WhatIf the rights that come, where the names given do not say so' {
        Get-WhatIfText { Grant-PermRight Viewer 'Manage orders' -IncludeRequired -WhatIf } | Should -BeLike '*Grant Manage orders: brand-store.view-orders, brand-store.manage-orders (seats*'
        $null = New-PermProfile Orders -Right 'View orders'
        Get-WhatIfText { Grant-PermRight Orders 'View orders', 'Manage orders' -WhatIf } | Should -BeLike '*Grant View orders, Manage orders: brand-store.manage-orders (seats*'
        Get-WhatIfText { Grant-PermRight Orders 'asset-bank.*' -WhatIf -WarningAction Ignore } | Should -Match 'Grant asset-bank\.\*: (asset-bank\.[a-z.-]+, ){9}asset-bank\.[a-z.-]+ and \d+ more \(seats'
        Get-WhatIfText { Grant-PermRight Orders '*orders*' -ExcludeRight 'Manage orders' -WhatIf } | Should -BeLike '*Grant `*orders`* (nothing would change)*'
    }

    It 'names the seat change with -WhatIf, changes nothing, and refuses as it would' {
        $before = Get-TestState
        Get-WhatIfText { Grant-PermRight Viewer 'Manage brands' -WhatIf } | Should -BeLike '*Grant Manage brands (seats: Heavy 0 -> 2 of unlimited, Light 2 -> 0 of unlimited)*Viewer*'
        (Grant-PermRight Viewer 'Manage brands' -WhatIf -PassThru).Tier | Should -Be Heavy
        Grant-PermRight Viewer nope -WhatIf -ErrorVariable refused -ErrorAction SilentlyContinue
        $refused.FullyQualifiedErrorId | Should -Be "RightNotFound,$class"
        Get-TestState | Should -Be $before
    }
}
