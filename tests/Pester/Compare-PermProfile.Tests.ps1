BeforeAll { . $PSScriptRoot/Setup.ps1 }

Describe 'Compare-PermProfile' {
    BeforeEach {
        $null = New-TestStore
        Grant-PermRight Admin, Viewer 'Crop asset'
    }

    It 'shows what only one side holds' {
        $rows = Compare-PermProfile Admin Viewer
        $rows.Right | Should -Be asset-bank.asset.manage-brands, asset-bank.collections.create-collections
        $rows.SideIndicator | Should -Be '<=', '=>'
        $rows.Tier | Should -Be Heavy, Light
        $rows[0].Name | Should -Be 'Manage brands'
    }

    It 'adds what both hold with -IncludeEqual' {
        (Compare-PermProfile Admin Viewer -IncludeEqual | Where-Object SideIndicator -EQ '==').Right | Should -Be asset-bank.asset-management.crop-asset
    }

    It 'says nothing of a profile and itself' {
        Compare-PermProfile Admin ADMIN | Should -BeNullOrEmpty
    }

    It 'takes objects, and the other side from the pipeline' {
        (Get-PermProfile Editor, Viewer | Compare-PermProfile (Get-PermProfile Admin)).Count | Should -Be 5
    }

    It 'refuses a profile that does not exist' {
        Compare-PermProfile nope Viewer -ErrorVariable refused -ErrorAction SilentlyContinue
        Compare-PermProfile Viewer nope2 -ErrorVariable +refused -ErrorAction SilentlyContinue
        $refused.FullyQualifiedErrorId | Should -Be 'ProfileNotFound,PermModule.Commands.ComparePermProfileCommand', 'ProfileNotFound,PermModule.Commands.ComparePermProfileCommand'
        $refused.TargetObject | Should -Be nope, nope2
    }
}
