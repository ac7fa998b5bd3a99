BeforeAll { . $PSScriptRoot/Setup.ps1 }

Describe 'Get-PermSolution' {
    BeforeEach { $null = New-TestStore }

    It 'lists all solutions with their categories and rights, also before there is a store' {
        Disconnect-PermStore
        $solutions = Get-PermSolution
        $solutions.Count | Should -Be 10
        ($solutions | Measure-Object RightCount -Sum).Sum | Should -Be 177
        (Get-PermSolution 'Asset Bank').Categories | Should -Contain 'Waiting Room'
    }

    It 'finds by name, alias and wildcard, by parameter and by pipe' {
        (Get-PermSolution DAT).Name | Should -Be 'Dynamic Asset Transformations'
        ('Studio', 'brand g*' | Get-PermSolution).Name | Should -Be 'Studio', 'Brand Guidelines 2.0', 'Brand Guidelines 1.0'
        Get-PermSolution 'x*' | Should -BeNullOrEmpty
    }

    It 'feeds Get-PermRight' {
        (Get-PermSolution Studio | ForEach-Object { Get-PermRight -Solution $_.Name }).Count | Should -Be 3
    }

    It 'refuses a name that does not exist and goes on' {
        ('Nothing', 'Studio' | Get-PermSolution -ErrorVariable refused -ErrorAction SilentlyContinue).Name | Should -Be Studio
        $refused.FullyQualifiedErrorId | Should -Be 'SolutionNotFound,PermModule.Commands.GetPermSolutionCommand'
        $refused.TargetObject | Should -Be Nothing
    }

    It 'finds the solution of a right, of a record of it and of itself' {
        (Get-PermRight 'Manage brands' | Get-PermSolution).Name | Should -Be 'Asset Bank'
        (Get-PermRight 'Manage brands' | ConvertTo-Csv | ConvertFrom-Csv | Get-PermSolution).Name | Should -Be 'Asset Bank'
        @(Get-PermSolution | Get-PermSolution).Count | Should -Be @(Get-PermSolution).Count
    }
}
