BeforeAll {
    . $PSScriptRoot/Setup.ps1
    $script:class = 'PermModule.Commands.TestPermRightCommand'
}

Describe 'Test-PermRight' {
    BeforeEach {
        $script:store = New-TestStore
        $script:ann = New-PermUser ann -Profile Admin
        $null = New-PermUser bob
    }

    It 'answers by user name and by profile' {
        Test-PermRight ann 'Manage brands' | Should -BeTrue
        Test-PermRight -User BOB -Right 'Manage brands' | Should -BeFalse
        Test-PermRight -Profile Admin -Right asset-bank.asset.manage-brands | Should -BeTrue
        Test-PermRight -Profile (Get-PermProfile Viewer) 'Manage brands' | Should -BeFalse
    }

    It 'takes users, names, rows and profiles from the pipeline' {
        Get-PermUser | Test-PermRight -Right 'Manage brands' | Should -Be $true, $false
        'bob', $ann, [pscustomobject]@{ UserName = 'ann' }, (Get-PermProfile Viewer) | Test-PermRight -Right 'Manage brands' | Should -Be $false, $true, $true, $false
    }

    It 'refuses an object that only looks like a name' {
        '', ' ', 5, $null | Test-PermRight -Right 'Manage brands' -ErrorVariable refused -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $refused.Count | Should -Be 4
    }

    It 'is false for an inactive user' {
        Disable-PermUser ann
        $ann, 'ann' | Test-PermRight -Right 'Manage brands' | Should -Be $false, $false
    }

    It 'sees at once what another process changes' {
        $ann | Test-PermRight -Right 'Manage brands' | Should -BeTrue
        pwsh -NoProfile -Command "Import-Module '$($manifest.FullName)'; `$null = Connect-PermStore '$($store.Path)'; Revoke-PermRight Admin 'Manage brands'"
        $ann | Test-PermRight -Right 'Manage brands' | Should -BeFalse
        Test-PermRight ann 'Manage brands' | Should -BeFalse
    }

    It 'agrees with Get-PermEffectiveRight' {
        Grant-PermRight Viewer 'Create Transformations'
        foreach ($right in Get-PermRight -Solution DAT, 'Brand Store') {
            (Get-PermEffectiveRight bob $right).IsHeld | Should -Be (Test-PermRight bob $right)
        }
    }

    It 'refuses what does not exist, and objects that are no users, and goes on' {
        'nope', (Get-PermRight 'Manage brands'), 'ann' | Test-PermRight -Right 'Manage brands' -ErrorVariable refused -ErrorAction SilentlyContinue | Should -BeTrue
        Test-PermRight ann nope -ErrorVariable +refused -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        Test-PermRight -Profile nope -Right 'Manage brands' -ErrorVariable +refused -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $refused.FullyQualifiedErrorId | Should -Be @('UserNotFound', 'InputObjectNotBound', 'RightNotFound', 'ProfileNotFound').ForEach({ "$_,$class" })
    }
}
