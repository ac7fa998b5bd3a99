BeforeAll { . $PSScriptRoot/Setup.ps1 }

Describe 'Get-PermProfile' {
    BeforeEach {
        $null = New-TestStore
        $null = New-PermUser ann -Profile Editor
        $null = New-PermUser bob -Profile Editor -Inactive
    }

    It 'shows tier, rights and users' {
        $editor = Get-PermProfile editor
        $editor.Tier, $editor.RightCount, $editor.ActiveUsers, $editor.InactiveUsers, $editor.TotalUsers | Should -Be Regular, 1, 1, 1, 2
        $editor.Rights | Should -Be asset-bank.asset-management.upload-assets
        (Get-PermProfile | Where-Object IsDefault).Name | Should -Be Viewer
    }

    It 'filters by wildcard, tier and right' {
        (Get-PermProfile).Name | Should -Be Admin, Editor, Viewer
        (Get-PermProfile '*i*o*', 'Admin').Name | Should -Be Editor, Admin
        (Get-PermProfile -Tier Heavy, Light).Name | Should -Be Admin, Viewer
        (Get-PermProfile -Right 'Create collections').Name | Should -Be Viewer
        Grant-PermRight Admin 'Create Transformations'
        (Get-PermProfile -Right 'Show DAT URL').Name | Should -Be Admin
        Get-PermProfile 'x*' | Should -BeNullOrEmpty
        Get-PermProfile Admin -Tier Light | Should -BeNullOrEmpty
    }

    It 'takes names, profiles and users from the pipeline' {
        ('Viewer', (Get-PermProfile Admin), (Get-PermUser ann) | Get-PermProfile).Name | Should -Be Viewer, Admin, Editor
    }

    It 'finds a profile whose name holds wildcards by its object and by its escaped name' {
        $odd = New-PermProfile '[ab]*'
        ($odd | Get-PermProfile).Name | Should -Be '[ab]*'
        (Get-PermProfile '`[ab`]`*').Name | Should -Be '[ab]*'
        (Get-PermProfile '[ab]*').Name | Should -Be Admin
    }

    It 'refuses a name that does not exist and goes on' {
        ('nope', 'Admin' | Get-PermProfile -ErrorVariable refused -ErrorAction SilentlyContinue).Name | Should -Be Admin
        $refused.FullyQualifiedErrorId | Should -Be 'ProfileNotFound,PermModule.Commands.GetPermProfileCommand'
        $refused.TargetObject | Should -Be nope
        Get-PermProfile -Right nope -ErrorVariable refused -ErrorAction SilentlyContinue
        $refused.FullyQualifiedErrorId | Should -Be 'RightNotFound,PermModule.Commands.GetPermProfileCommand'
    }
}
