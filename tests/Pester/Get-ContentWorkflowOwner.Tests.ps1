BeforeAll { . $PSScriptRoot/Setup.ps1 }

Describe 'Get-ContentWorkflowOwner' {
    BeforeEach {
        $null = New-TestStore
        $null = New-PermUser ann -Department Sales
    }

    It 'returns nothing before there is one' {
        Get-ContentWorkflowOwner | Should -BeNullOrEmpty
    }

    It 'returns the owner as a user, also after a rename' {
        Set-ContentWorkflowOwner ann
        Set-PermUser ann -NewUserName anna
        $owner = Get-ContentWorkflowOwner
        $owner | Should -BeOfType PermUser
        $owner.UserName, $owner.Department, $owner.ProfileName | Should -Be anna, Sales, Viewer
    }
}
