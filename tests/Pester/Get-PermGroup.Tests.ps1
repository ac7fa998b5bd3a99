BeforeAll { . $PSScriptRoot/Setup.ps1 }

Describe 'Get-PermGroup' {
    BeforeAll {
        $null = New-TestStore
        $null = New-PermGroup Sales -Description 'Sells'
        $null = New-PermGroup Marketing
        $null = New-PermUser ann -Group Sales
    }

    It 'lists all groups by name, with their members counted' {
        $groups = Get-PermGroup
        $groups.Name | Should -Be Marketing, Sales
        $groups.MemberCount | Should -Be 0, 1
        $groups[1].Description | Should -Be 'Sells'
        $groups[1].CreatedAt | Should -BeGreaterThan ([DateTimeOffset]::UtcNow.AddMinutes(-5))
        $groups[0] | Should -BeOfType PermGroup
    }

    It 'takes names and wildcards by parameter and by pipe' {
        (Get-PermGroup SALES).Name | Should -Be Sales
        (Get-PermGroup s*, m*).Name | Should -Be Sales, Marketing
        ('sales', 'Mark*' | Get-PermGroup).Name | Should -Be Sales, Marketing
        (Get-PermGroup Sales | Get-PermGroup).Name | Should -Be Sales
    }

    It 'says which literal name is missing and goes on' {
        $found = Get-PermGroup nowhere, Sales -ErrorVariable missing -ErrorAction SilentlyContinue
        $found.Name | Should -Be Sales
        $missing.FullyQualifiedErrorId | Should -Be 'GroupNotFound,PermModule.Commands.GetPermGroupCommand'
        $missing.TargetObject | Should -Be nowhere
        $missing.CategoryInfo.Category | Should -Be ObjectNotFound
        Get-PermGroup x* | Should -BeNullOrEmpty
    }
}
