BeforeAll {
    . $PSScriptRoot/Setup.ps1
    . $PSScriptRoot/WaitingRoomSetup.ps1
}

Describe 'Get-WaitingRoomAuditor' {
    BeforeEach { $null = New-WaitingRoomStore }

    It 'returns who may audit <Kind> requests' -ForEach @(
        @{ Kind = 'Download'; Auditor = 'downloads' }
        @{ Kind = 'Upload'; Auditor = 'uploads' }
        @{ Kind = 'Quarantine'; Auditor = 'quarantine' }
    ) {
        $auditors = Get-WaitingRoomAuditor $Kind
        $auditors | Should -BeOfType PermUser
        $auditors.UserName | Sort-Object | Should -Be all, $Auditor
        (Get-WaitingRoomAuditor -Kind $Kind).UserName | Sort-Object | Should -Be all, $Auditor
    }

    It 'takes kinds and requests by pipe' {
        ('Upload', 'Download' | Get-WaitingRoomAuditor).UserName | Should -Be all, uploads, all, downloads
        (Submit-WaitingRoomItem Quarantine asker a | Get-WaitingRoomAuditor).UserName | Should -Be all, quarantine
    }

    It 'leaves out who is inactive or lost the right' {
        Disable-PermUser all
        (Get-WaitingRoomAuditor Upload).UserName | Should -Be uploads
        Revoke-PermRight uploads asset-bank.waiting-room.audit-upload-requests
        Get-WaitingRoomAuditor Upload | Should -BeNullOrEmpty
    }

    It 'refuses a kind that does not exist' {
        { Get-WaitingRoomAuditor Sideload } | Should -Throw -ErrorId 'CannotConvertArgumentNoMessage,PermModule.Commands.GetWaitingRoomAuditorCommand'
    }

    It 'shows who audits what in one view, and pipes on' {
        $all = Get-WaitingRoomAuditor
        $all | Should -BeOfType (Get-CoreType WaitingRoomAuditor)
        $all.UserName | Should -Be all, downloads, quarantine, uploads
        @($all.Download) + $all.Upload + $all.Quarantine | Should -Be $true, $true, $false, $false, $true, $false, $false, $true, $true, $false, $true, $false
        ($all | Get-PermUser).UserName | Should -Be $all.UserName
        $all | Format-Table | Out-String | Should -Match 'all\s+Download, Upload, Quarantine\s+downloads\s+Download\s'
    }
}
