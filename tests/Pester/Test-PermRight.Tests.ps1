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

    It 'takes a name of digits, typed or in a record' {
        $null = '1234', '007' | ForEach-Object { New-PermUser $_ -Profile Admin }
        Test-PermRight 1234 'Manage brands' | Should -BeTrue
        Test-PermRight 007 'Manage brands' | Should -BeTrue
        Get-PermEffectiveRight 007 'Manage brands' | ForEach-Object Holder | Should -Be '007'
        Get-PermEffectiveRight 1234, ann 'Manage brands' | ForEach-Object Holder | Should -Be '1234', 'ann'
        '[{"UserName":1234},{"User":"007"},{"UserName":"ann"}]' | ConvertFrom-Json | Test-PermRight -Right 'Manage brands' | Should -Be $true, $true, $true
        '[{"UserName":1234}]' | ConvertFrom-Json | Get-PermEffectiveRight -Right 'Manage brands' | ForEach-Object IsHeld | Should -BeTrue
        1234, 'ann' | Test-PermRight -Right 'Manage brands' | Should -Be $true, $true
    }

    It 'says of several users that one is asked about at a time' {
        Test-PermRight -User ann, bob -Right 'Manage brands' -ErrorVariable refused -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $refused.FullyQualifiedErrorId | Should -Be "InputObjectNotBound,$class"
        "$refused" | Should -BeLike 'One user is asked about at a time, and 2 were given: ann, bob. Pipe in*'
        Test-PermRight -User @('ann') -Right 'Manage brands' | Should -BeTrue
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
