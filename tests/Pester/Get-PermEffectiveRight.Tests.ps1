BeforeAll {
    . $PSScriptRoot/Setup.ps1
    $script:class = 'PermModule.Commands.GetPermEffectiveRightCommand'
}

Describe 'Get-PermEffectiveRight' {
    BeforeEach {
        $null = New-TestStore
        $script:ann = New-PermUser ann
        Grant-PermRight Viewer 'Create Transformations'
    }

    It 'names whom each right belongs to when several are asked about' {
        $null = New-PermUser bob
        $rights = Get-PermUser ann, bob | Get-PermEffectiveRight
        @($rights.Holder | Sort-Object -Unique) | Should -Be 'ann', 'bob'
        (Get-PermEffectiveRight -Profile Viewer).Holder | Select-Object -Unique | Should -Be 'Viewer'
        $rights | Format-Table | Out-String -Width 100 | Should -Match '(?m)^ann +Yes '
    }

    It 'lists what is held with its source' {
        $held = Get-PermEffectiveRight ann
        $held.IsHeld | Sort-Object -Unique | Should -BeTrue
        ($held | Where-Object Right -EQ asset-bank.collections.create-collections).Source | Should -Be Direct
        ($held | Where-Object Right -EQ dynamic-asset-transformations.show-dat-url).Source | Should -Be 'Implied by dynamic-asset-transformations.create-transformations'
        $held[0].Name, $held[0].Tier, $held[0].Kind | Should -Be 'Create collections', Light, Grant
    }

    It 'says why a right asked about is not held' {
        $rows = Get-PermEffectiveRight ann 'Manage brands', 'asset-bank.collections.create*'
        ($rows | Where-Object IsHeld).Right | Should -Be asset-bank.collections.create-collections
        ($rows | Where-Object { -not $_.IsHeld }).Reason | Should -BeLike "Not granted*Viewer*"
        Disable-PermUser ann
        (Get-PermEffectiveRight ann).IsHeld | Sort-Object -Unique | Should -BeFalse
        (Get-PermEffectiveRight ann 'Create collections').Reason | Should -BeLike 'Inactive*'
    }

    It 'takes users and profiles from the pipeline' {
        ($ann, 'ann' | Get-PermEffectiveRight -Right 'Create collections').IsHeld | Should -Be $true, $true
        (Get-PermProfile Viewer | Get-PermEffectiveRight).Count | Should -Be (Get-PermEffectiveRight -Profile viewer).Count
    }

    It 'gives the account owner all of Content Workflow' {
        Set-ContentWorkflowOwner ann
        (Get-PermEffectiveRight ann | Where-Object Source -EQ 'Account owner').Count | Should -Be 21
        Test-PermRight ann (Get-PermRight -Solution 'Content Workflow')[0] | Should -BeTrue
    }

    It 'refuses what does not exist and goes on' {
        ('nope', 'ann' | Get-PermEffectiveRight -Right 'Create collections' -ErrorVariable refused -ErrorAction SilentlyContinue).IsHeld | Should -BeTrue
        Get-PermEffectiveRight -Profile nope -ErrorVariable +refused -ErrorAction SilentlyContinue
        Get-PermEffectiveRight ann nope -ErrorVariable +refused -ErrorAction SilentlyContinue
        $refused.FullyQualifiedErrorId | Should -Be @('UserNotFound', 'ProfileNotFound', 'RightNotFound').ForEach({ "$_,$class" })
    }
}
