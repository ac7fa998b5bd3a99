BeforeAll { . $PSScriptRoot/Setup.ps1 }

Describe 'Test-StudioPermission' {
    BeforeAll {
        $null = New-TestStore
        $null = New-PermProfile Creator -Right studio.content-creator
        $null = New-PermProfile Both -Right studio.content-creator, studio.content-designer
        $null = New-PermUser creator -Profile Creator
        $null = New-PermUser both -Profile Both
        $null = New-PermUser away -Profile Both -Inactive
        $null = New-PermUser none
    }

    It 'allows what one of the rights allows, and nothing to the inactive' {
        $allowed = 'creator', 'both', 'away', 'none' | Test-StudioPermission -Relation Owner -Object Design -Action 'Edit design'
        $allowed | Should -Be $false, $true, $false, $false
        Test-StudioPermission creator Owner Design 'Delete design' | Should -BeTrue
        Test-StudioPermission creator Contributor Design 'Delete design' | Should -BeFalse
    }

    It 'takes users by pipe' {
        Get-PermUser both | Test-StudioPermission -Relation Owner -Object Project -Action 'transfer ownership' | Should -BeTrue
    }

    It 'says which user or action there is not, and goes on' {
        'nobody', 'both' | Test-StudioPermission -Relation Owner -Object Design -Action 'Edit design' -ErrorVariable refused -ErrorAction SilentlyContinue | Should -BeTrue
        Test-StudioPermission both Owner Design 'Edit*' -ErrorVariable +refused -ErrorAction SilentlyContinue
        $refused.FullyQualifiedErrorId | Should -Be 'UserNotFound,PermModule.Commands.TestStudioPermissionCommand', 'StudioActionNotFound,PermModule.Commands.TestStudioPermissionCommand'
    }
}
